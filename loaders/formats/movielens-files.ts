import type { SourceRow } from "../input/source-row.js";
import type { TableShape } from "../input/table-rows.js";
import type { FileFormat, SeenFile, StageOptions } from "./file-format.js";
import { type FileHead, hasColumns, headerOf } from "./file-head.js";
import { makeStage, openGrouped, openTable } from "./make-stage.js";
import { movielensLinks } from "./movielens-links.js";
import { MOVIELENS_100K, movielens100kMovies, movielensMovies } from "./movielens-movies.js";
import { movielensRatings } from "./movielens-ratings.js";
import { movielensTags } from "./movielens-tags.js";
import type { RowReader } from "./read-batches.js";

/** Latest, 25M and 32M: CSV with a header. 1M and 10M: `::`, no header. 100K: u.data with tabs, u.item with bars. */
export const MOVIELENS_FILES: readonly FileFormat[] = [
  csv("movies.csv", ["movieId", "title", "genres"], movielensMovies),
  older("movies.dat", /^\d+::.+::/, "::", 3, movielensMovies),
  older("u.item", /^\d+\|[^|]*\|([^|]*\|){21}/, "|", 24, movielens100kMovies),
  csv("links.csv", ["movieId", "imdbId", "tmdbId"], movielensLinks),
  csv("tags.csv", ["userId", "movieId", "tag", "timestamp"], movielensTags, (row) => row[1] ?? ""),
  older("tags.dat", /^\d+::\d+::[^:]*[^\d.:][^:]*::\d+$/, "::", 4, movielensTags, (row) => row[1] ?? ""),
  csv("ratings.csv", ["userId", "movieId", "rating", "timestamp"], movielensRatings("movielens")),
  older("ratings.dat", /^\d+::\d+::[\d.]+::\d+$/, "::", 4, movielensRatings("movielens")),
  older("u.data", /^\d+\t\d+\t\d\t\d+$/, "\t", 4, movielensRatings(MOVIELENS_100K)),
];

type Key = (row: readonly string[]) => string;

function csv(name: string, columns: readonly string[], reader: RowReader<string[]>, key?: Key): FileFormat {
  return {
    kind: "movielens",
    describes: `${name}: ${columns.join(",")}`,
    recognises: (head) => headerOf(head, ",").length === columns.length && hasColumns(head, ",", columns),
    stages: (files, options) => {
      const shape = { delimiter: ",", quotes: true, header: true, columns: columns.length };
      return files.map((seen) => stage(seen, shape, inOrder(reader, headerOf(seen.head, ","), columns), options, key));
    },
  };
}

function older(name: string, line: RegExp, delimiter: string, columns: number, reader: RowReader<string[]>, key?: Key) {
  const shape = { delimiter, quotes: false, header: false, columns };
  return {
    kind: "movielens",
    describes: `${name}: ${columns} columns with ${delimiter === "\t" ? "tabs" : delimiter} between, no header`,
    // MovieLens 100K holds u.data again in parts (u1.base, ua.test), which are no more ratings.
    recognises: (head: FileHead) => (head.baseName === name || head.baseName === "-") && line.test(head.firstLine),
    stages: (files: readonly SeenFile[], options: StageOptions) =>
      files.map((seen) => stage(seen, shape, reader, options, key)),
  } satisfies FileFormat;
}

function stage(seen: SeenFile, shape: TableShape, reader: RowReader<string[]>, options: StageOptions, key?: Key) {
  const open = openTable(seen.file, shape, options);
  return makeStage([seen.file], key === undefined ? open : openGrouped(open, key, false), reader, options);
}

/** The reader for files that have its columns in another order. */
function inOrder(
  reader: RowReader<string[]>,
  header: readonly string[],
  columns: readonly string[],
): RowReader<string[]> {
  if (header.every((name, place) => name === columns[place])) return reader;
  const places = columns.map((name) => header.indexOf(name));
  return {
    ...reader,
    start: () => {
      const take = reader.start();
      const ordered = (row: string[]) => places.map((place) => row[place] ?? "");
      return (row, batch, at: SourceRow<string[]>) => take(ordered(row), batch, at);
    },
  };
}
