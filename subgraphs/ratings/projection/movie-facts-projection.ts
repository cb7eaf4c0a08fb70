import type { AliasTable } from "@marquee/platform/aliases/alias-table.js";
import type { Projection } from "@marquee/platform/projection/projection.js";
import { type MovieLogEvent, readMovieEvent } from "@marquee/schema/events/movie-events.js";
import { movieFactsOf } from "@marquee/schema/events/movie-facts.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import type { MovieFactsEntry, MovieFactsStore } from "../store/movie-facts-store.js";

export const MOVIE_FACTS_PROJECTION = "ratings-movies";

/** marquee.movies.v1 into what ratings must know of a movie, and into which movies stand for others. */
export function movieFactsProjection(store: MovieFactsStore, aliases: AliasTable): Projection<MovieLogEvent> {
  return {
    name: MOVIE_FACTS_PROJECTION,
    topic: TOPICS.movies,
    parse: (message) => readMovieEvent(message.value),
    async apply({ events }) {
      const entries = events.map(({ position, event }): MovieFactsEntry => {
        const retired = event.type === "MovieRetired";
        return { movieId: event.movieId, facts: retired ? null : movieFactsOf(event.movie), retired, position };
      });
      if (entries.length === 0) return [];
      await store.write(entries);
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
