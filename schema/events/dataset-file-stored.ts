import { z } from "zod";
import { datasetName } from "./dataset-name.js";
import { defineEvent } from "./define-event.js";
import { TOPICS } from "./topics.js";

/** A file of a dataset has come, whole, and lies where files of datasets are kept; it replaces one of the same name. */
export const DatasetFileStored = defineEvent({
  type: "DatasetFileStored",
  version: 1,
  topic: TOPICS.datasets,
  shape: { dataset: datasetName, file: z.string().min(1).max(120), bytes: z.int().nonnegative() },
  key: (event) => event.dataset,
});
export type DatasetFileStored = z.output<typeof DatasetFileStored.schema>;
