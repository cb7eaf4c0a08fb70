import { z } from "zod";
import { defineEvent } from "./define-event.js";
import { movieFacts } from "./movie-facts.js";
import { TOPICS } from "./topics.js";

export const score = z.int().min(1).max(10);

/** A user gave a movie a score, or another one. */
export const RatingSubmitted = defineEvent({
  type: "RatingSubmitted",
  version: 1,
  topic: TOPICS.ratings,
  shape: { movieId: z.string().min(1).max(200), userId: z.string().min(1).max(200), score, movie: movieFacts },
  key: (event) => event.movieId,
});
export type RatingSubmitted = z.output<typeof RatingSubmitted.schema>;
