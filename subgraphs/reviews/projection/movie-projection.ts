import type { Projection } from "@marquee/platform/projection/projection.js";
import { type MovieLogEvent, readMovieEvent } from "@marquee/schema/events/movie-events.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import type { MovieEntry } from "../store/movie-store.js";
import type { KnownMovies } from "./known-movies.js";

/** marquee.movies.v1 into what reviews must know of a movie. */
export function movieProjection(movies: KnownMovies): Projection<MovieLogEvent> {
  return {
    name: "reviews-movies",
    topic: TOPICS.movies,
    parse: (message) => readMovieEvent(message.value),
    async apply({ events }) {
      const entries = events.map(({ position, event }): MovieEntry => {
        const retired = event.type === "MovieRetired";
        return { movieId: event.movieId, title: retired ? null : event.movie.title, retired, position };
      });
      if (entries.length > 0) await movies.learn(entries);
      return [];
    },
  };
}
