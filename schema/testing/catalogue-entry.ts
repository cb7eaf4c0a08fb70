import type { CatalogueEntry } from "../events/movie-upserted.js";

/** An entry of which only what a test is about needs to be said. */
export function catalogueEntry(facts: Partial<CatalogueEntry> & { title: string }): CatalogueEntry {
  return {
    originalTitle: null,
    kind: "MOVIE",
    releaseYear: null,
    releaseDate: null,
    runtimeMinutes: null,
    genres: [],
    countries: [],
    availableIn: [],
    directors: [],
    cast: [],
    languages: [],
    keywords: [],
    contentRating: null,
    description: null,
    externalIds: [],
    ...facts,
  };
}
