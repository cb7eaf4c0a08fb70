import type { FileFormat } from "./file-format.js";
import { type FileHead, hasColumns, headerOf } from "./file-head.js";
import { imdbReviews } from "./imdb-reviews.js";
import { makeStage, openGrouped, openJson, openTable } from "./make-stage.js";
import { NETFLIX_COLUMNS, netflixTitles } from "./netflix-titles.js";
import { netflixTop10, TOP10_COLUMNS, top10Key } from "./netflix-top10.js";
import { wikidataFilms } from "./wikidata-films.js";

const netflix: FileFormat = {
  kind: "netflix",
  describes: `netflix_titles.csv: ${NETFLIX_COLUMNS.join(",")}, with or without cast and description`,
  recognises: (head) => hasColumns(head, ",", NETFLIX_COLUMNS),
  stages: (files, options) =>
    files.map((seen) => {
      const header = headerOf(seen.head, ",");
      const shape = { delimiter: ",", quotes: true, header: true, columns: header.length };
      return makeStage([seen.file], openTable(seen.file, shape, options), netflixTitles(header), options);
    }),
};

const netflixTop10Weeks: FileFormat = {
  kind: "netflix-top10",
  describes: `all-weeks-countries.tsv: ${TOP10_COLUMNS.join(" ")}, with tabs between`,
  recognises: (head) => hasColumns(head, "\t", TOP10_COLUMNS),
  stages: (files, options) =>
    files.map((seen) => {
      const header = headerOf(seen.head, "\t");
      const shape = { delimiter: "\t", quotes: false, header: true, columns: header.length };
      const open = openGrouped(openTable(seen.file, shape, options), top10Key(header), false);
      return makeStage([seen.file], open, netflixTop10(header), options);
    }),
};

const wikidata: FileFormat = {
  kind: "wikidata",
  describes: 'JSON lines with "imdbId" and "title"',
  recognises: (head) => /^\s*\{/.test(head.text) && /"imdbId"\s*:/.test(head.firstLine),
  stages: (files, options) =>
    files.map((seen) => makeStage([seen.file], openJson(seen.file, false, options), wikidataFilms, options)),
};

const isArray = (head: FileHead) => /^\s*\[/.test(head.text);

const reviews: FileFormat = {
  kind: "imdb-reviews",
  describes: 'part-01.json: one JSON array, or JSON lines, of objects with "review_id" and "movie"',
  recognises: (head) => /^\s*\[?\s*\{/.test(head.text) && /"review_id"\s*:/.test(head.text.slice(0, 4_096)),
  stages: (files, options) =>
    files.map((seen) => makeStage([seen.file], openJson(seen.file, isArray(seen.head), options), imdbReviews, options)),
};

export const OTHER_FILES: readonly FileFormat[] = [wikidata, netflix, netflixTop10Weeks, reviews];
