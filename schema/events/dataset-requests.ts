// What an administrator asks for. Whether it counts is decided by what stands before it in the log.
import { z } from "zod";
import { datasetName } from "./dataset-name.js";
import { defineEvent } from "./define-event.js";
import { TOPICS } from "./topics.js";

/** A dataset's files are to be loaded. Its event id names the run. */
export const DatasetImportRequested = defineEvent({
  type: "DatasetImportRequested",
  version: 1,
  topic: TOPICS.datasets,
  /** `kind` as loaders name it, such as movielens; null: found out from the files. */
  shape: { dataset: datasetName, kind: z.string().min(1).max(40).nullable() },
  key: (event) => event.dataset,
});
export type DatasetImportRequested = z.output<typeof DatasetImportRequested.schema>;

/** The import that is wanted is not wanted any more. */
export const DatasetImportCancelled = defineEvent({
  type: "DatasetImportCancelled",
  version: 1,
  topic: TOPICS.datasets,
  shape: { dataset: datasetName },
  key: (event) => event.dataset,
});
export type DatasetImportCancelled = z.output<typeof DatasetImportCancelled.schema>;

/** A dataset is to go, with its files and all that it brought. Its event id names the run. */
export const DatasetDeletionRequested = defineEvent({
  type: "DatasetDeletionRequested",
  version: 1,
  topic: TOPICS.datasets,
  shape: { dataset: datasetName },
  key: (event) => event.dataset,
});
export type DatasetDeletionRequested = z.output<typeof DatasetDeletionRequested.schema>;
