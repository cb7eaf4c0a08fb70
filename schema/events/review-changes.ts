import { z } from "zod";
import { EventUnreadable } from "./define-event.js";
import { progress } from "./progress.js";
import { reviewContent } from "./review-submitted.js";

/** In marquee.review-changes.v1, in the partition of its source: what one message of marquee.reviews.v1 changed. */
export const reviewChange = z.object({
  type: z.literal("ReviewChange"),
  version: z.literal(1),
  /** Of the source message. */
  position: z.int(),
  eventId: z.string(),
  origin: z.enum(["live", "import"]),
  kind: z.enum(["ADDED", "REPLACED", "DELETED", "VOTED"]),
  movieId: z.string(),
  /** Who wrote the review. */
  userId: z.string(),
  /** The review right after this change; null when it was deleted. */
  review: reviewContent
    .extend({ up: z.int(), total: z.int(), /** Milliseconds since 1970. */ createdAt: z.int() })
    .nullable(),
});

export type ReviewChange = z.output<typeof reviewChange>;

const record = z.discriminatedUnion("type", [reviewChange, progress]);

/** Reads a record of marquee.review-changes.v1. Throws EventUnreadable. */
export function readReviewChange(value: string): z.output<typeof record> {
  try {
    return record.parse(JSON.parse(value));
  } catch (cause) {
    throw new EventUnreadable(`marquee.review-changes.v1: ${(cause as Error).message}`, { cause });
  }
}
