import { z } from "zod";
import { EventUnreadable } from "./define-event.js";
import { progress } from "./progress.js";

/** Absolute figures of a movie. `histogram` has ten counts, score 1 first. */
export const ratingTotals = z.object({
  count: z.int(),
  sum: z.int(),
  sumOfSquares: z.int(),
  histogram: z.array(z.int()).length(10),
});

/**
 * In marquee.rating-changes.v1, in the partition of its source: what one message of marquee.ratings.v1 changed. A record of
 * the feed table has the same form. `totals` are those after the last of the changes; earlier ones follow by taking back.
 */
export const ratingChanges = z.object({
  type: z.literal("RatingChanges"),
  version: z.literal(1),
  /** Of the source message. */
  position: z.int(),
  movieId: z.string(),
  genres: z.array(z.string()),
  origin: z.enum(["live", "import"]),
  totals: ratingTotals,
  changes: z
    .array(
      z.object({
        eventId: z.string(),
        userId: z.string(),
        /** Null when the rating was removed. */
        score: z.int().nullable(),
        /** Null when there was none. */
        previousScore: z.int().nullable(),
        /** Milliseconds since 1970. */
        ratedAt: z.int(),
      }),
    )
    .min(1),
});

export type RatingChanges = z.output<typeof ratingChanges>;
export type RatingChange = RatingChanges["changes"][number];

const record = z.discriminatedUnion("type", [ratingChanges, progress]);

/** Reads a record of marquee.rating-changes.v1. Throws EventUnreadable. */
export function readRatingChanges(value: string): z.output<typeof record> {
  try {
    return record.parse(JSON.parse(value));
  } catch (cause) {
    throw new EventUnreadable(`marquee.rating-changes.v1: ${(cause as Error).message}`, { cause });
  }
}
