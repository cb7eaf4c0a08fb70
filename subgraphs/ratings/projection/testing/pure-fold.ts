import type { RatingLogEvent } from "@marquee/schema/events/rating-events.js";
import type { Totals } from "../../rules/rating-counts.js";

export interface PureFold {
  /** By "movie user"; null when taken back. */
  scores: Map<string, number | null>;
  /** What lists show, by "movie user". */
  listed: Map<string, { score: number; ratedAt: number }>;
  totals: Map<string, Totals>;
  changes: {
    position: number;
    movieId: string;
    totals: Totals;
    changes: { eventId: string; userId: string; score: number | null; previousScore: number | null }[];
  }[];
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** What the log means, one message after the other, written as plainly as it can be: the model that projectors are held against. */
export function pureFold(
  log: readonly { position: number; appendedAt: number; event: RatingLogEvent | null }[],
): PureFold {
  const current = new Map<string, { score: number | null; ratedAt: number }>();
  const accepted = new Map<string, { eventId: string; appendedAt: number }[]>();
  const fold: PureFold = { scores: new Map(), listed: new Map(), totals: new Map(), changes: [] };
  for (const { position, appendedAt, event } of log) {
    if (event === null) continue;
    const changes: PureFold["changes"][number]["changes"] = [];
    const withdrawn = event.type === "RatingsWithdrawn";
    for (const { eventId, userId, score, ratedAt } of itemsOf(event)) {
      const key = `${event.movieId} ${userId}`;
      const before = current.get(key);
      const earlier = accepted.get(key) ?? [];
      if (earlier.some((other) => other.eventId === eventId && appendedAt - other.appendedAt <= DAY_MS)) continue;
      if (before !== undefined && event.origin === "import" && !withdrawn && before.ratedAt >= ratedAt) continue;
      accepted.set(key, [...earlier, { eventId, appendedAt }]);
      if (score === null && (before?.score ?? null) === null) continue;
      current.set(key, { score, ratedAt: withdrawn ? Number.NEGATIVE_INFINITY : ratedAt });
      fold.scores.set(key, score);
      if (score === null) fold.listed.delete(key);
      else fold.listed.set(key, { score, ratedAt });
      changes.push({ eventId, userId, score, previousScore: before?.score ?? null });
    }
    if (changes.length === 0) continue;
    const totals = totalsFrom(
      [...fold.scores].filter(([key]) => key.startsWith(`${event.movieId} `)).map(([, s]) => s),
    );
    fold.totals.set(event.movieId, totals);
    fold.changes.push({ position, movieId: event.movieId, totals, changes });
  }
  return fold;
}

function itemsOf(event: RatingLogEvent) {
  if (event.type === "RatingsImported") return event.ratings;
  if (event.type === "RatingsWithdrawn") {
    return event.ratings.map((rating) => ({ ...rating, score: null, ratedAt: event.occurredAt }));
  }
  const score = event.type === "RatingSubmitted" ? event.score : null;
  return [{ eventId: event.eventId, userId: event.userId, score, ratedAt: event.occurredAt }];
}

function totalsFrom(all: readonly (number | null)[]): Totals {
  const scores = all.filter((score) => score !== null);
  return {
    count: scores.length,
    sum: scores.reduce((sum, score) => sum + score, 0),
    sumOfSquares: scores.reduce((sum, score) => sum + score * score, 0),
    histogram: Array.from({ length: 10 }, (_, index) => scores.filter((score) => score === index + 1).length),
  };
}
