import { z } from "zod";
import { EventUnreadable } from "./define-event.js";
import { score } from "./rating-submitted.js";
import { OUTSIDE_TOPICS } from "./topics.js";

/** Date and time of ISO 8601, up to nanoseconds; without a zone it is UTC. */
const TIMESTAMP = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(Z|[+-]\d{2}:?\d{2})?$/;

const timestamp = z.string().transform((text, context) => {
  const [found, zone] = TIMESTAMP.exec(text.trim()) ?? [];
  const milliseconds = found === undefined ? Number.NaN : Date.parse(zone === undefined ? `${found}Z` : found);
  if (Number.isFinite(milliseconds) && milliseconds >= 0) return { text: text.trim(), milliseconds };
  context.addIssue({ code: "custom", message: `expected ISO 8601 since 1970, such as 2026-11-21T12:30:00.123456` });
  return z.NEVER;
});

/** What somebody else's system says: who gave which title how much, and when. */
const outsideRating = z.object({
  /** Null where nobody is named: null, left out or blank. */
  user: z
    .union([z.string(), z.number().transform(String)])
    .nullish()
    .transform((user) => user?.trim() || null)
    .pipe(z.string().max(190).nullable()),
  movie: z.string().trim().min(1).max(500),
  rating: score,
  timestamp,
});

export type OutsideRating = z.output<typeof outsideRating>;

/** Reads a message of marquee.outside-ratings.v1: `{"user","movie","rating","timestamp"}`. Throws EventUnreadable. */
export function readOutsideRating(value: string): OutsideRating {
  try {
    return outsideRating.parse(JSON.parse(value));
  } catch (cause) {
    throw new EventUnreadable(`${OUTSIDE_TOPICS.ratings}: ${whatIsWrong(cause)}`, { cause });
  }
}

export function whatIsWrong(cause: unknown): string {
  if (!(cause instanceof z.ZodError)) return (cause as Error).message;
  return cause.issues.map(({ path, message }) => `${path.join(".") || "message"}: ${message}`).join("; ");
}
