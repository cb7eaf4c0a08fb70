import type { LogMessage } from "@marquee/platform/event-log/event-log.js";
import { EventUnreadable } from "@marquee/schema/events/define-event.js";
import { type MovieLogEvent, readMovieEvent } from "@marquee/schema/events/movie-events.js";
import { digestOf, EVENT_PREFIX } from "./name-movies.js";
import { CATALOGUE, CURATED, SAMPLE, type Said } from "./said.js";
import { type TitleName, titleName, titleOfMovie } from "./title-name.js";

/** What somebody else than a load wrote into the catalogue. */
export interface CatalogueChange {
  name: TitleName;
  /** Null when the movie was retired. */
  said: Said | null;
  /** Of the entry as the log has it. */
  digest: string;
}

/** Null for what a load wrote, and for what is no event: that is for the projectors to put aside. */
export function catalogueChange({ value }: Pick<LogMessage, "value">): CatalogueChange | null {
  // Most of the log may be our own, and is not worth being taken apart.
  if (value.includes(OWN)) return null;
  const event = read(value);
  if (event === null || event.eventId.startsWith(EVENT_PREFIX)) return null;
  const name = titleOfMovie(event.movieId);
  if (event.type === "MovieRetired") return { name, said: null, digest: "" };
  const { externalIds, ...entry } = event.movie;
  const told = Object.entries(entry).filter(([, fact]) => fact !== null && !(Array.isArray(fact) && fact.length === 0));
  return {
    name,
    digest: digestOf(event.movie),
    said: {
      dataset: CATALOGUE,
      part: event.origin === "live" ? CURATED : SAMPLE,
      facts: Object.fromEntries(told) as Said["facts"],
      sameAs: [...new Set(externalIds.map(titleName))].filter((other) => other !== name).sort(),
    },
  };
}

const OWN = `"eventId":"${EVENT_PREFIX}`;

function read(value: string): MovieLogEvent | null {
  try {
    return readMovieEvent(value);
  } catch (error) {
    if (error instanceof EventUnreadable) return null;
    throw error;
  }
}
