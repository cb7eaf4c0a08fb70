import { z } from "zod";
import { defineEvent } from "./define-event.js";
import { score } from "./rating-submitted.js";
import { TOPICS } from "./topics.js";

// In UTF-16 units: 300 and 20,000 characters, of which each may take two.
export const reviewContent = z.object({
  summary: z.string().max(600).nullable(),
  text: z.string().min(1).max(40_000),
  containsSpoilers: z.boolean(),
  score: score.nullable(),
});

export type ReviewContent = z.output<typeof reviewContent>;

/** A user wrote a review, or replaced theirs. Imports may bring the votes that the dataset counted. */
export const ReviewSubmitted = defineEvent({
  type: "ReviewSubmitted",
  version: 1,
  topic: TOPICS.reviews,
  shape: {
    movieId: z.string().min(1).max(200),
    userId: z.string().min(1).max(200),
    review: reviewContent,
    importedVotes: z.object({ up: z.int().nonnegative(), total: z.int().nonnegative() }).nullable(),
  },
  key: (event) => event.movieId,
});
export type ReviewSubmitted = z.output<typeof ReviewSubmitted.schema>;
