import type { EventLog, LogMessage, NewMessage } from "@marquee/platform/event-log/event-log.js";
import type { Projection } from "@marquee/platform/projection/projection.js";
import { findHiddenCharacters } from "@marquee/platform/text/hidden-characters.js";
import { EventUnreadable } from "@marquee/schema/events/define-event.js";
import { MovieRetired } from "@marquee/schema/events/movie-retired.js";
import { MovieUpserted } from "@marquee/schema/events/movie-upserted.js";
import { type OutsideMovie, readOutsideMovie } from "@marquee/schema/events/outside-movie.js";
import { OUTSIDE_TOPICS, TOPICS } from "@marquee/schema/events/topics.js";
import { appendInParts } from "./append-in-parts.js";
import type { TitleIndex } from "./title-index.js";

interface StreamMovie {
  change: OutsideMovie;
  source: LogMessage;
}

/** Changes of the catalogue that others wrote into marquee.outside-movies.v1, as events of marquee.movies.v1. */
export function movieStreamProjection(log: EventLog, progress: Pick<TitleIndex, "progress" | "saveProgress">) {
  const topic = OUTSIDE_TOPICS.movies;
  const projection: Projection<StreamMovie> = {
    name: "outside-movies",
    topic,
    parse: (source) => ({ change: readShownMovie(source.value), source }),
    async apply({ partition, last, events }) {
      const next = await progress.progress(topic, partition);
      const messages = events.filter(({ position }) => position >= next).map(({ event }) => toMessage(event));
      await appendInParts(log, TOPICS.movies, messages);
      await progress.saveProgress(topic, partition, last + 1);
      return [];
    },
  };
  return projection;
}

const MAX_CHARACTERS = 400_000;

function readShownMovie(value: string): OutsideMovie {
  if (value.length > MAX_CHARACTERS) {
    throw new EventUnreadable(`A movie has at most ${MAX_CHARACTERS} characters, not ${value.length}.`);
  }
  const change = readOutsideMovie(value);
  if ("retired" in change) return change;
  const { id, title, originalTitle, genres, directors, cast, languages, keywords, contentRating, description } = change;
  const lines = { id, title, originalTitle, genres, directors, cast, languages, keywords, contentRating };
  const [hidden] = [...findHiddenCharacters("LINE", lines), ...findHiddenCharacters("LONG_TEXT", { description })];
  if (hidden !== undefined) throw new EventUnreadable(hidden.message);
  return change;
}

function toMessage({ change, source }: StreamMovie): NewMessage {
  const envelope = {
    eventId: `${OUTSIDE_TOPICS.movies}:${source.partition}:${source.position}`,
    occurredAt: source.appendedAt,
    origin: "live" as const,
    movieId: change.id,
  };
  if ("retired" in change) {
    return MovieRetired.encode(MovieRetired.create({ ...envelope, replacedBy: change.replacedBy }));
  }
  const { id: _, releaseYear, ...movie } = change;
  const dated = movie.releaseDate === null ? null : Number(movie.releaseDate.slice(0, 4));
  return MovieUpserted.encode(
    MovieUpserted.create({ ...envelope, movie: { ...movie, releaseYear: releaseYear ?? dated } }),
  );
}
