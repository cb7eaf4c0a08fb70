import { countryCodes } from "../countries/country-codes.js";
import type { CatalogueRow } from "./catalogue-row.js";
import type { SourceFilm } from "./source-film.js";

/** The catalogue's rows in order of id. Throws an Error that names every country without a code. */
export function toCatalogueRows(films: readonly SourceFilm[]): CatalogueRow[] {
  const unknown = new Set(films.flatMap((film) => film.countries).filter((name) => countryCodes(name).length === 0));
  if (unknown.size > 0) {
    throw new Error(`No code for ${[...unknown].join(", ")}: add them to countries/former-countries.ts`);
  }
  const taken = new Set<string>();
  const rows = films.map((film, index) => {
    const id = taken.has(film.imdbId) ? `wikidata-films:${index + 1}` : `imdb:${film.imdbId}`;
    taken.add(film.imdbId);
    return toCatalogueRow(id, film);
  });
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function toCatalogueRow(id: string, film: SourceFilm): CatalogueRow {
  return {
    id,
    title: film.title,
    year: film.year,
    released: film.released.endsWith("-01-01") ? null : film.released,
    mpaa: film.mpaa,
    runtimeMin: film.runtimeMin,
    genres: film.genres,
    directors: film.directors,
    cast: film.cast,
    languages: film.languages,
    countries: [...new Set(film.countries.flatMap(countryCodes))],
    tomatometer: film.tomatometer,
    metacritic: film.metacritic,
    criticReviews: film.criticReviews,
  };
}
