import type { TITLE_KINDS } from "@marquee/schema/events/movie-upserted.js";
import { cleanGenres } from "../cleaning/clean-genres.js";
import { cleanMinutes, cleanYear } from "../cleaning/clean-number.js";
import { cutText } from "../cleaning/clean-text.js";
import { columnPlaces } from "./file-head.js";
import { imdbField, imdbText, isTitleId } from "./imdb-fields.js";
import { knownFacts, MAX_TITLE } from "./known-facts.js";
import type { RowReader } from "./read-batches.js";

export const BASICS_COLUMNS = [
  "tconst",
  "titleType",
  "primaryTitle",
  "originalTitle",
  "isAdult",
  "startYear",
  "endYear",
  "runtimeMinutes",
  "genres",
] as const;

const KINDS: Readonly<Record<string, (typeof TITLE_KINDS)[number]>> = {
  movie: "MOVIE",
  tvMovie: "MOVIE",
  video: "MOVIE",
  tvSeries: "SERIES",
  tvMiniSeries: "SERIES",
  tvEpisode: "EPISODE",
  short: "SHORT",
  tvShort: "SHORT",
  tvSpecial: "SPECIAL",
  tvPilot: "OTHER",
  videoGame: "OTHER",
};

/** title.basics: one title a row. */
export function imdbBasics(header: readonly string[]): RowReader<string[]> {
  const at = columnPlaces(header, BASICS_COLUMNS);
  return {
    remembers: false,
    dropsEqualRows: true,
    start: () => (row, batch, source) => {
      const { cleaned } = batch;
      const id = row[at.tconst];
      if (!isTitleId(id)) return batch.reject(source, "BAD_ID", "tconst is not tt and seven digits or more");
      const title = imdbText(row[at.primaryTitle], cleaned);
      if (title === null) return batch.reject(source, "NO_TITLE", "the title is empty");
      const original = imdbText(row[at.originalTitle], cleaned);
      const { genres } = cleanGenres(imdbField(row[at.genres])?.split(",") ?? [], cleaned);
      if (row[at.isAdult] === "1" && !genres.includes("Adult")) {
        cleaned("adult-flag");
        genres.push("Adult");
      }
      const facts = knownFacts({
        title: cutText(title, MAX_TITLE, cleaned),
        originalTitle: original === title || original === null ? null : cutText(original, MAX_TITLE, cleaned),
        kind: KINDS[row[at.titleType] ?? ""] ?? "OTHER",
        releaseYear: cleanYear(imdbField(row[at.startYear]), cleaned),
        runtimeMinutes: cleanMinutes(imdbField(row[at.runtimeMinutes]), cleaned),
        genres,
      });
      batch.taken();
      batch.emit({ type: "title", ref: { source: "imdb", id }, part: "basics", facts, sameAs: [] });
    },
  };
}

export const RATINGS_COLUMNS = ["tconst", "averageRating", "numVotes"] as const;

/** title.ratings: nobody's ratings but their average. Taken for ratings of a made-up user they would be counted as if somebody had rated. */
export const imdbAverages: RowReader<string[]> = {
  remembers: false,
  dropsEqualRows: true,
  start: () => (row, batch, source) => {
    if (!isTitleId(row[0])) return batch.reject(source, "BAD_ID", "tconst is not tt and seven digits or more");
    batch.skip("AGGREGATE");
  },
};
