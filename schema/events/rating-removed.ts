import { z } from "zod";
import { defineEvent } from "./define-event.js";
import { movieFacts } from "./movie-facts.js";
import { TOPICS } from "./topics.js";

/** A user took a rating back. */
export const RatingRemoved = defineEvent({
  type: "RatingRemoved",
  version: 1,
  topic: TOPICS.ratings,
  shape: { movieId: z.string().min(1).max(200), userId: z.string().min(1).max(200), movie: movieFacts },
  key: (event) => event.movieId,
});
export type RatingRemoved = z.output<typeof RatingRemoved.schema>;
