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
