import { cleanCountries } from "../cleaning/clean-countries.js";
import { cleanReleaseDate } from "../cleaning/clean-date.js";
import { uncounted } from "../cleaning/cleaning-rules.js";
import { TakenIds, wikidataRef } from "../cleaning/taken-ids.js";
import { countryCodes } from "../countries/country-codes.js";
import type { CatalogueRow } from "./catalogue-row.js";
import type { SourceFilm } from "./source-film.js";

/** The catalogue's rows in order of id. Throws an Error that names every country without a code. */
export function toCatalogueRows(films: readonly SourceFilm[]): CatalogueRow[] {
  const unknown = new Set(films.flatMap((film) => film.countries).filter((name) => countryCodes(name).length === 0));
  if (unknown.size > 0) {
    throw new Error(`No code for ${[...unknown].join(", ")}: add them to countries/former-countries.ts`);
  }
  const taken = new TakenIds();
  const rows = films.map((film, index) => {
    const { source, id } = wikidataRef(film.imdbId, index + 1, taken);
    return toCatalogueRow(`${source}:${id}`, film);
  });
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function toCatalogueRow(id: string, film: SourceFilm): CatalogueRow {
  return {
    id,
    title: film.title,
    year: film.year,
    released: cleanReleaseDate(film.released, uncounted),
    mpaa: film.mpaa,
    runtimeMin: film.runtimeMin,
    genres: film.genres,
    directors: film.directors,
    cast: film.cast,
    languages: film.languages,
    countries: cleanCountries(film.countries, uncounted),
    tomatometer: film.tomatometer,
    metacritic: film.metacritic,
    criticReviews: film.criticReviews,
  };
}
