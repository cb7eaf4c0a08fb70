/** Why a rating is no rating. */
export type BadScore = "RATING_MALFORMED" | "RATING_OUT_OF_RANGE" | "RATING_MISSING";

/** Stars in halves, 0.5 to 5, as points from 1 to 10. */
export function scoreOfStars(text: string): number | BadScore {
  const stars = numberOf(text);
  if (typeof stars === "string") return stars;
  const points = stars * 2;
  if (points < 1 || points > 10) return "RATING_OUT_OF_RANGE";
  if (!Number.isInteger(points)) return "RATING_MALFORMED";
  return points;
}

/** Points from 1 to 10 as they are. */
export function scoreOfPoints(value: unknown): number | BadScore {
  const points = typeof value === "number" ? value : numberOf(typeof value === "string" ? value : "?");
  if (typeof points === "string") return points;
  if (points < 1 || points > 10) return "RATING_OUT_OF_RANGE";
  return Number.isInteger(points) ? points : "RATING_MALFORMED";
}

/** What a person is told about it. */
export const BAD_SCORES: Readonly<Record<BadScore, string>> = {
  RATING_MISSING: "there is no rating",
  RATING_MALFORMED: "the rating is no number of this scale",
  RATING_OUT_OF_RANGE: "the rating is outside of the scale",
};

function numberOf(text: string): number | BadScore {
  const trimmed = text.trim();
  if (trimmed === "") return "RATING_MISSING";
  return /^-?\d+(\.\d+)?$/.test(trimmed) ? Number(trimmed) : "RATING_MALFORMED";
}
