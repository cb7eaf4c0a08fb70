// Netflix titles, 12 columns as published, and the 10 columns that somebody cleaned and partly spoiled.
import { cleanCountries } from "../cleaning/clean-countries.js";
import { cleanGenres } from "../cleaning/clean-genres.js";
import { cleanNames } from "../cleaning/clean-list.js";
import { cleanMinutes, cleanYear, isMinutes } from "../cleaning/clean-number.js";
import { cleanOptional, cleanText, cutText } from "../cleaning/clean-text.js";
import type { Cleaned } from "../cleaning/cleaning-rules.js";
import { titleOfSpreadsheet } from "../cleaning/title-of-spreadsheet.js";
import { columnPlaces } from "./file-head.js";
import { knownFacts, MAX_TITLE } from "./known-facts.js";
import type { RowReader } from "./read-batches.js";

export const NETFLIX_COLUMNS = [
  "show_id",
  "type",
  "title",
  "director",
  "country",
  "date_added",
  "release_year",
  "rating",
  "duration",
  "listed_in",
] as const;

const KINDS: Readonly<Record<string, "MOVIE" | "SERIES">> = { Movie: "MOVIE", "TV Show": "SERIES" };

export function netflixTitles(header: readonly string[]): RowReader<string[]> {
  const at = columnPlaces(header, [...NETFLIX_COLUMNS, "cast", "description"]);
  const isCleaned = at.cast === -1;
  const part = isCleaned ? "titles-10-columns" : "titles";
  return {
    remembers: false,
    dropsEqualRows: true,
    start: () => (row, batch, source) => {
      const { cleaned } = batch;
      const field = (place: number) => cleanOptional(row[place], cleaned);
      const id = (row[at.show_id] ?? "").trim();
      const kind = KINDS[(row[at.type] ?? "").trim()];
      const title = titleOf(row[at.title] ?? "", cleaned);
      if (!/^s\d+$/.test(id)) return batch.reject(source, "BAD_ID", "show_id is not an s and a number");
      if (kind === undefined) return batch.reject(source, "BAD_TYPE", "type is neither Movie nor TV Show");
      if (title === "") return batch.reject(source, "NO_TITLE", "the title is empty");
      const rating = field(at.rating);
      const movedMinutes = isMinutes(rating);
      if (movedMinutes) cleaned("minutes-in-rating");
      const { genres, keywords, languages } = cleanGenres((row[at.listed_in] ?? "").split(","), cleaned);
      const facts = knownFacts({
        title,
        kind,
        releaseYear: cleanYear(field(at.release_year), cleaned),
        runtimeMinutes: cleanMinutes(movedMinutes ? rating : field(at.duration), cleaned),
        genres,
        keywords,
        languages,
        countries: countriesOf(field(at.country), isCleaned, cleaned),
        directors: cleanNames(field(at.director), cleaned),
        cast: cleanNames(field(at.cast), cleaned),
        contentRating: movedMinutes ? null : rating,
        description: field(at.description),
      });
      batch.taken();
      batch.emit({ type: "title", ref: { source: "netflix", id }, part, facts, sameAs: [] });
    },
  };
}

function titleOf(text: string, cleaned: Cleaned): string {
  return cutText(titleOfSpreadsheet(cleanText(text, cleaned), cleaned), MAX_TITLE, cleaned);
}

/** Of 421 rows with Pakistan alone in the 10 columns, 399 had no country in the 12. */
function countriesOf(text: string | null, isCleaned: boolean, cleaned: Cleaned): string[] {
  if (text === null) return [];
  if (isCleaned && text === "Pakistan") {
    cleaned("country-filled-in");
    return [];
  }
  return cleanCountries(text.split(","), cleaned);
}
