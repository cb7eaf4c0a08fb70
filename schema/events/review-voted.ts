import { z } from "zod";
import { defineEvent } from "./define-event.js";
import { TOPICS } from "./topics.js";

/** A user said whether a review helped, or changed their mind. */
export const ReviewVoted = defineEvent({
  type: "ReviewVoted",
  version: 1,
  topic: TOPICS.reviews,
  shape: {
    movieId: z.string().min(1).max(200),
    /** Who wrote the review. */
    userId: z.string().min(1).max(200),
    voterId: z.string().min(1).max(200),
    helpful: z.boolean(),
  },
  key: (event) => event.movieId,
});
export type ReviewVoted = z.output<typeof ReviewVoted.schema>;
