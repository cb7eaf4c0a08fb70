import type { MovieFacts } from "@marquee/schema/events/movie-facts.js";
import type { CatalogueEntry } from "@marquee/schema/events/movie-upserted.js";
import { type CatalogueRow, externalIdOf } from "./catalogue-row.js";

export function catalogueEntryOf(row: CatalogueRow): CatalogueEntry {
  return {
    title: row.title,
    originalTitle: null,
    kind: "MOVIE",
    releaseYear: row.year,
    releaseDate: row.released,
    runtimeMinutes: row.runtimeMin,
    genres: row.genres,
    countries: row.countries,
    availableIn: [],
    directors: row.directors,
    cast: row.cast,
    languages: row.languages,
    keywords: [],
    contentRating: row.mpaa,
    description: null,
    externalIds: [externalIdOf(row)],
  };
}

export function movieFactsOf(row: CatalogueRow): MovieFacts {
  return {
    title: row.title,
    genres: row.genres,
    director: row.directors[0] ?? null,
    country: row.countries[0] ?? null,
    releaseYear: row.year,
    contentRating: row.mpaa,
    runtimeMinutes: row.runtimeMin,
    externalId: externalIdOf(row).id,
  };
}
