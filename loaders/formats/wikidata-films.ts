import { cleanCountries } from "../cleaning/clean-countries.js";
import { cleanReleaseDate } from "../cleaning/clean-date.js";
import { cleanGenres } from "../cleaning/clean-genres.js";
import { cleanList } from "../cleaning/clean-list.js";
import { cleanYear } from "../cleaning/clean-number.js";
import { cleanText, cutText } from "../cleaning/clean-text.js";
import { TakenIds, wikidataRef } from "../cleaning/taken-ids.js";
import { sourceFilm } from "../sample/source-film.js";
import { knownFacts, MAX_TITLE } from "./known-facts.js";
import type { RowReader } from "./read-batches.js";

/** Films of Wikidata as JSON lines: one film a row, by its IMDb id. The second film under one IMDb id has the id of its line. */
export const wikidataFilms: RowReader<unknown> = {
  // The id that a film has depends on the films before.
  remembers: true,
  dropsEqualRows: true,
  start: () => {
    const taken = new TakenIds();
    return (value, batch, source) => {
      const { cleaned } = batch;
      const read = sourceFilm.safeParse(value);
      if (!read.success) {
        const { path, message } = read.error.issues[0] ?? { path: [], message: "" };
        return batch.reject(source, "BAD_FIELD", `${path.join(".")}: ${message}`);
      }
      const film = read.data;
      const facts = knownFacts({
        title: cutText(cleanText(film.title, cleaned), MAX_TITLE, cleaned),
        kind: "MOVIE",
        releaseYear: cleanYear(film.year, cleaned),
        releaseDate: cleanReleaseDate(film.released, cleaned),
        runtimeMinutes: film.runtimeMin,
        genres: cleanGenres(film.genres, cleaned).genres,
        countries: cleanCountries(film.countries, cleaned),
        directors: cleanList(film.directors, cleaned),
        cast: cleanList(film.cast, cleaned),
        languages: cleanList(film.languages, cleaned),
        contentRating: film.mpaa,
      });
      const ref = wikidataRef(film.imdbId, source.line, taken);
      batch.taken();
      batch.emit({ type: "title", ref, part: "films", facts, sameAs: [] });
    };
  },
};
