import type { AliasTable } from "@marquee/platform/aliases/alias-table.js";
import type { Projection } from "@marquee/platform/projection/projection.js";
import { type MovieLogEvent, readMovieEvent } from "@marquee/schema/events/movie-events.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import type { MovieEntry, MovieStore } from "../store/movie-store.js";

/** Its consumer group: who serves asks the log how far it is. */
export const MOVIE_PROJECTION = "reviews-movies";

/** marquee.movies.v1 into what reviews must know of a movie, and into which movies stand for others. */
export function movieProjection(store: MovieStore, aliases: AliasTable): Projection<MovieLogEvent> {
  return {
    name: MOVIE_PROJECTION,
    topic: TOPICS.movies,
    parse: (message) => readMovieEvent(message.value),
    async apply({ events }) {
      const movies = events.map(({ position, event }): MovieEntry => {
        const retired = event.type === "MovieRetired";
        return { movieId: event.movieId, title: retired ? null : event.movie.title, retired, position };
      });
      if (movies.length === 0) return [];
      await store.write(movies);
      await aliases.write(
        events.map(({ position, event }) => ({
          id: event.movieId,
          replacedBy: event.type === "MovieRetired" ? event.replacedBy : null,
          position,
        })),
      );
      return [];
    },
  };
}
