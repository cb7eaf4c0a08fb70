import type { LogMessage } from "@marquee/platform/event-log/event-log.js";
import type { MovieLogEvent } from "@marquee/schema/events/movie-events.js";
import { MovieRetired } from "@marquee/schema/events/movie-retired.js";
import { MovieUpserted } from "@marquee/schema/events/movie-upserted.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { catalogueEntry } from "@marquee/schema/testing/catalogue-entry.js";
import fc from "fast-check";

export interface GeneratedEvent {
  position: number;
  event: MovieLogEvent;
}

const facts = { eventId: "e", occurredAt: 0, origin: "live" as const };
export const MOVIE_IDS = ["a", "b", "c"];
export const IMDB_IDS = ["tt1", "tt2", "tt3"];
export const TITLES = ["One", "Two"];
export const YEARS = [null, 1999];

const upserted = fc
  .record({
    movieId: fc.constantFrom(...MOVIE_IDS),
    title: fc.constantFrom(...TITLES, " "),
    releaseYear: fc.constantFrom(...YEARS),
    externalIds: fc.subarray(IMDB_IDS),
  })
  .map(({ movieId, externalIds, ...entry }) => {
    const ids = externalIds.map((id) => ({ source: "IMDb", id }));
    return MovieUpserted.create({ ...facts, movieId, movie: catalogueEntry({ ...entry, externalIds: ids }) });
  });

const retired = fc
  .record({ movieId: fc.constantFrom(...MOVIE_IDS), replacedBy: fc.constantFrom(null, ...MOVIE_IDS) })
  .map((retirement) => MovieRetired.create({ ...facts, ...retirement }));

/** One partition: few movies that change often, with gaps between positions. */
export const generatedLog: fc.Arbitrary<GeneratedEvent[]> = fc
  .array(
    fc.record({
      gap: fc.integer({ min: 1, max: 3 }),
      event: fc.oneof({ weight: 3, arbitrary: upserted }, { weight: 1, arbitrary: retired }),
    }),
    { minLength: 1, maxLength: 30, size: "max" },
  )
  .map((steps) => {
    let position = -1;
    return steps.map(({ gap, event }) => {
      position += gap;
      return { position, event };
    });
  });

export function asLogMessage({ position, event }: GeneratedEvent): LogMessage {
  const { key, value } = event.type === "MovieUpserted" ? MovieUpserted.encode(event) : MovieRetired.encode(event);
  return { topic: TOPICS.movies, partition: 0, position, key, value, appendedAt: 0 };
}
