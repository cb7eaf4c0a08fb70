import type { MovieFacts } from "@marquee/schema/events/movie-facts.js";

/** A movie of which little is known. */
export function movieFacts(known: Partial<MovieFacts> & { title: string }): MovieFacts {
  const nothing = { director: null, country: null, releaseYear: null, contentRating: null, externalId: null };
  return { ...nothing, genres: [], runtimeMinutes: null, ...known };
}
