import { z } from "zod";
import { defineEvent } from "./define-event.js";
import { movieFacts } from "./movie-facts.js";
import { TOPICS } from "./topics.js";

/** Ratings of one movie that a dataset had brought are taken back with it, packed: at most 500. A later import may bring them again. */
export const RatingsWithdrawn = defineEvent({
  type: "RatingsWithdrawn",
  version: 1,
  topic: TOPICS.ratings,
  shape: {
    movieId: z.string().min(1).max(200),
    movie: movieFacts,
    ratings: z
      .array(z.object({ eventId: z.string().min(1).max(300), userId: z.string().min(1).max(200) }))
      .min(1)
      .max(500),
  },
  key: (event) => event.movieId,
});
export type RatingsWithdrawn = z.output<typeof RatingsWithdrawn.schema>;
