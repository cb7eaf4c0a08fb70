import type { Projection } from "@marquee/platform/projection/projection.js";
import { type MovieLogEvent, readMovieEvent } from "@marquee/schema/events/movie-events.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import type { CatalogueFold, MovieStep } from "../store/catalogue.js";

/** Folds marquee.movies.v1 into the catalogue, or into whatever else holds movies. */
export function createMovieProjection(catalogue: CatalogueFold): Projection<MovieLogEvent> {
  return {
    name: "movies",
    topic: TOPICS.movies,
    parse: (message) => readMovieEvent(message.value),
    async apply({ partition, events }) {
      await catalogue.fold(
        partition,
        events.map(({ position, event }) => toStep(position, event)),
      );
      return [];
    },
  };
}

export function toStep(position: number, event: MovieLogEvent): MovieStep {
  return event.type === "MovieUpserted"
    ? { id: event.movieId, position, entry: event.movie }
    : { id: event.movieId, position, replacedBy: event.replacedBy };
}
