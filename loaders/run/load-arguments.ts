import { parseArgs } from "node:util";
import { AppError } from "@marquee/platform/errors/app-error.js";
import { DATASET_KINDS, type DatasetKind } from "../records/dataset-kind.js";

export const USAGE = `npm run load -- [KIND] PATH…
    brings a dataset into Marquee: files, folders, gzip and zip archives; - is standard input
    KIND: ${DATASET_KINDS.join(", ")}; found out where it is left out

  --dataset NAME    the name it is kept under, which its users' ids begin with; default: KIND
  --dry-run         reads, cleans and reports; nothing is sent, and no title is looked up
  --limit N         at most N rows of each file
  --encoding NAME   how the bytes are to be read, such as latin1; found out where it is left out
  --rejects FILE    all rows that were not accepted, as JSON lines {file, line, reason, detail, raw}; they are always
                    kept in DATA_DIR/imports/NAME/FILE/rejects.jsonl
  --delete NAME     takes back what the dataset of this name brought, by what the log says; nothing else is given then
  --json            progress and report as JSON lines on standard output
  --help            this

  npm run load -- movielens ml-latest-small
  npm run load -- --delete movielens
  npm run load -- title.basics.tsv.gz title.ratings.tsv.gz
  npm run load -- netflix netflix_titles.csv --dry-run --rejects rejects.jsonl
  gzip -cd part-01.json.gz | npm run load -- imdb-reviews -

Stopped or killed, the same command goes on; what is loaded already changes nothing.
Ends with 0: all accepted; 1: failed; 2: wrong use; 3: loaded, with rejects; 130: interrupted.
`;

export interface LoadArguments {
  kind: DatasetKind | null;
  paths: string[];
  dataset: string | undefined;
  dryRun: boolean;
  limit: number | undefined;
  encoding: string | undefined;
  rejects: string | undefined;
  json: boolean;
  /** The dataset to take back; undefined: to load. */
  withdraw: string | undefined;
}

/** Null: help is asked for. Throws BAD_USER_INPUT. */
export function parseLoadArguments(args: readonly string[]): LoadArguments | null {
  const { values, positionals } = parse(args);
  if (values.help === true) return null;
  const [first, ...more] = positionals;
  const kind = DATASET_KINDS.find((known) => known === first) ?? null;
  const paths = kind === null ? positionals : more;
  if (values.delete !== undefined && (positionals.length > 0 || values["dry-run"] === true)) {
    throw wrong("--delete NAME takes no files: what the dataset brought is in the log.");
  }
  if (paths.length === 0 && values.delete === undefined) throw wrong("Name the files or folders to load.");
  return {
    kind,
    paths,
    dataset: values.dataset === undefined ? undefined : datasetName("--dataset", values.dataset),
    withdraw: values.delete === undefined ? undefined : datasetName("--delete", values.delete),
    dryRun: values["dry-run"] === true,
    limit: values.limit === undefined ? undefined : rowLimit(values.limit),
    encoding: values.encoding,
    rejects: values.rejects,
    json: values.json === true,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        dataset: { type: "string" },
        delete: { type: "string" },
        "dry-run": { type: "boolean" },
        limit: { type: "string" },
        encoding: { type: "string" },
        rejects: { type: "string" },
        json: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    throw wrong((error as Error).message);
  }
}

function datasetName(option: string, name: string): string {
  if (/^[a-z0-9][a-z0-9-]{0,39}$/.test(name)) return name;
  throw wrong(`${option} ${name}: expected at most 40 of a-z, 0-9 and -, such as my-ratings.`);
}

function rowLimit(text: string): number {
  const limit = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(limit) && limit > 0) return limit;
  throw wrong(`--limit ${text}: expected a whole number from 1.`);
}

function wrong(message: string): AppError {
  return new AppError("BAD_USER_INPUT", `${message} npm run load -- --help says more.`);
}
