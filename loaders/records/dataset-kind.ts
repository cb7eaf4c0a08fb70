import type { ReadStage } from "./read-stage.js";

export const DATASET_KINDS = ["wikidata", "netflix", "movielens", "imdb", "imdb-reviews", "netflix-top10"] as const;

export type DatasetKind = (typeof DATASET_KINDS)[number];

export interface OpenDatasetOptions {
  /** Null: found out from the files' names and first lines. */
  kind: DatasetKind | null;
  /** Files and folders; `-` is standard input. */
  paths: readonly string[];
  /** At most so many rows of each stage. */
  limit?: number | undefined;
  /** How the bytes are to be read (`latin1`, `utf-8`); found out where it is left out. */
  encoding?: string | undefined;
  /** What `-` reads; the process's own where it is left out. */
  stdin?: AsyncIterable<Buffer> | undefined;
}

/** Files that were recognised as a dataset. */
export interface OpenDataset {
  kind: DatasetKind;
  /** In the order in which they are to be loaded: titles before what speaks of them. */
  stages: ReadStage[];
  /** Names of files in the folders and archives that are of no known format. */
  ignored: string[];
}
