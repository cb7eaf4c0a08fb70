import type { Projection } from "@marquee/platform/projection/projection.js";
import { type MovieLogEvent, readMovieEvent } from "@marquee/schema/events/movie-events.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import type { MovieRetirement, MovieStore, MovieUpsert } from "../store/movie-store.js";

/** Folds marquee.movies.v1 into the catalogue. Of each movie only the last word of a batch is written. */
export function createMovieProjection(store: MovieStore): Projection<MovieLogEvent> {
  return {
    name: "movies",
    topic: TOPICS.movies,
    parse: (message) => readMovieEvent(message.value),
    async apply({ events }) {
      const upserts = new Map<string, MovieUpsert>();
      const retirements = new Map<string, MovieRetirement>();
      for (const { position, event } of events) {
        const id = event.movieId;
        if (event.type === "MovieUpserted") {
          upserts.set(id, { id, entry: event.movie, position });
          retirements.delete(id);
        } else {
          retirements.set(id, { id, replacedBy: event.replacedBy, position });
        }
      }
      // A movie that came and went within the batch is written first, so that it stays resolvable.
      await store.upsertMany([...upserts.values()]);
      await store.retireMany([...retirements.values()]);
      return [];
    },
  };
}
