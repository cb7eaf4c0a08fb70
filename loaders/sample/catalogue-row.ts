/** One film of the committed catalogue, as a line of `catalogue.jsonl.gz`. */
export interface CatalogueRow {
  /** Marquee's movie id: `imdb:tt0111161`, or `wikidata-films:1204` (the source's line) where the IMDb id is another film's. */
  id: string;
  title: string;
  year: number;
  /** ISO 8601 calendar date, null where the source knows only the year. */
  released: string | null;
  mpaa: string | null;
  runtimeMin: number | null;
  genres: string[];
  directors: string[];
  /** In alphabetical order: the source has no billing. */
  cast: string[];
  languages: string[];
  /** ISO 3166-1 alpha-2. */
  countries: string[];
  /** The last three only shape made-up ratings; they are not served. Percent of 100. */
  tomatometer: number | null;
  /** Percent of 100. */
  metacritic: number | null;
  /** How many reviews by critics the tomatometer counts. */
  criticReviews: number | null;
}

/** `imdb` and `tt0111161` of `imdb:tt0111161`. */
export function externalIdOf(row: CatalogueRow): { source: string; id: string } {
  const colon = row.id.indexOf(":");
  return { source: row.id.slice(0, colon), id: row.id.slice(colon + 1) };
}
