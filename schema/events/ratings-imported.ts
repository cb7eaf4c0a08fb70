import { z } from "zod";
import { defineEvent } from "./define-event.js";
import { movieFacts } from "./movie-facts.js";
import { score } from "./rating-submitted.js";
import { TOPICS } from "./topics.js";

/** Many ratings of one movie from a dataset, packed: at most 500, each with an event id derived from its source. */
export const RatingsImported = defineEvent({
  type: "RatingsImported",
  version: 1,
  topic: TOPICS.ratings,
  shape: {
    movieId: z.string().min(1).max(200),
    movie: movieFacts,
    ratings: z
      .array(
        z.object({
          eventId: z.string().min(1).max(300),
          userId: z.string().min(1).max(200),
          score,
          /** Milliseconds since 1970. */
          ratedAt: z.int(),
        }),
      )
      .min(1)
      .max(500),
  },
  key: (event) => event.movieId,
});
export type RatingsImported = z.output<typeof RatingsImported.schema>;
