import { AppError } from "@marquee/platform/errors/app-error.js";
import type { RowSource, SourceRow } from "../input/source-row.js";
import type { FileFormat, SeenFile, StageOptions } from "./file-format.js";
import { hasColumns, headerOf } from "./file-head.js";
import { AKAS_COLUMNS, imdbAkas } from "./imdb-akas.js";
import { BASICS_COLUMNS, imdbAverages, imdbBasics, RATINGS_COLUMNS } from "./imdb-basics.js";
import { imdbPrincipals, NAMES_COLUMNS, PRINCIPALS_COLUMNS, principalParts } from "./imdb-principals.js";
import { makeStage, openGrouped, openTable } from "./make-stage.js";
import type { RowReader } from "./read-batches.js";

const tsv = (seen: SeenFile, options: StageOptions) => {
  const columns = headerOf(seen.head, "\t").length;
  return openTable(seen.file, { delimiter: "\t", quotes: false, header: true, columns }, options);
};

function rowByRow(
  name: string,
  columns: readonly string[],
  reader: (header: string[]) => RowReader<string[]>,
): FileFormat {
  return {
    kind: "imdb",
    describes: `${name}: ${columns.join(" ")}, with tabs between`,
    recognises: (head) => hasColumns(head, "\t", columns),
    stages: (files, options) =>
      files.map((seen) => makeStage([seen.file], tsv(seen, options), reader(headerOf(seen.head, "\t")), options)),
  };
}

const akas: FileFormat = {
  ...rowByRow("title.akas.tsv", AKAS_COLUMNS, imdbAkas),
  stages: (files, options) =>
    files.map((seen) => {
      const header = headerOf(seen.head, "\t");
      const place = header.indexOf("titleId");
      // IMDb's own file is in order of its ids; standard input can't be looked at twice.
      const open = openGrouped(tsv(seen, options), (row) => row[place] ?? "", seen.file.name !== "-");
      return makeStage([seen.file], open, imdbAkas(header), options);
    }),
};

const isPrincipals = (seen: SeenFile) => hasColumns(seen.head, "\t", PRINCIPALS_COLUMNS);

/** Both files make one stage: one says who took part by number, the other who that is. */
const people: FileFormat = {
  kind: "imdb",
  describes: `title.principals.tsv and name.basics.tsv: ${PRINCIPALS_COLUMNS.join(" ")}; ${NAMES_COLUMNS.join(" ")}`,
  recognises: (head) => hasColumns(head, "\t", PRINCIPALS_COLUMNS) || hasColumns(head, "\t", NAMES_COLUMNS),
  stages: (files, options) => {
    const principals = files.filter(isPrincipals);
    const names = files.filter((seen) => !isPrincipals(seen));
    const [first] = files;
    if (first === undefined) return [];
    if (principals.length === 0 || names.length === 0) {
      const missing = principals.length === 0 ? "title.principals.tsv" : "name.basics.tsv";
      throw new AppError("BAD_USER_INPUT", `${first.file.name} says nothing alone: give ${missing} too.`);
    }
    const all = [...principals, ...names].map((seen) => seen.file);
    const [one = first.file, ...others] = all;
    return [
      makeStage(
        [one, ...others],
        (signal) => {
          // A file that is opened again, after a look at its order, counts once.
          const opened = new Map<SeenFile, () => number>();
          const open = (part: readonly SeenFile[]) => () =>
            inTurn(
              part.map((seen) => {
                const { rows, bytesRead } = tsv(seen, options)(signal);
                opened.set(seen, bytesRead);
                return named(rows, seen.file.name);
              }),
            );
          const namesAgain = names.length === 1 && names[0]?.file.name !== "-";
          const rows = principalParts({ principals: open(principals), names: open(names), namesAgain });
          return { rows, bytesRead: () => [...opened.values()].reduce((sum, bytes) => sum + bytes(), 0) };
        },
        imdbPrincipals,
        options,
      ),
    ];
  },
};

export const IMDB_FILES: readonly FileFormat[] = [
  rowByRow("title.basics.tsv", BASICS_COLUMNS, imdbBasics),
  akas,
  people,
  rowByRow("title.ratings.tsv", RATINGS_COLUMNS, () => imdbAverages),
];

async function* inTurn<T>(sources: readonly RowSource<T>[]): RowSource<T> {
  for (const source of sources) yield* source;
}

/** Rejects of a stage of several files name the file they are of. */
async function* named(source: RowSource<string[]>, file: string): RowSource<string[]> {
  function* of(block: Iterable<SourceRow<string[]>>): Iterable<SourceRow<string[]>> {
    for (const row of block) {
      row.file = file;
      yield row;
    }
  }
  for await (const block of source) yield of(block);
}
