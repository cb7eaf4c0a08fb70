import { z } from "zod";
import { defineEvent } from "./define-event.js";
import { TOPICS } from "./topics.js";

/** A user took their review back; of origin import: it went with the dataset that brought it, which may bring it again. */
export const ReviewDeleted = defineEvent({
  type: "ReviewDeleted",
  version: 1,
  topic: TOPICS.reviews,
  shape: { movieId: z.string().min(1).max(200), userId: z.string().min(1).max(200) },
  key: (event) => event.movieId,
});
export type ReviewDeleted = z.output<typeof ReviewDeleted.schema>;
