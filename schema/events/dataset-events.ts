import { DatasetFileStored } from "./dataset-file-stored.js";
import { DatasetDeletionRequested, DatasetImportCancelled, DatasetImportRequested } from "./dataset-requests.js";
import { DatasetRunReported } from "./dataset-run-reported.js";
import { eventReader } from "./define-event.js";
import { TOPICS } from "./topics.js";

/** Reads any event of marquee.datasets.v1. Throws EventUnreadable. */
export const readDatasetEvent = eventReader(TOPICS.datasets, [
  DatasetFileStored,
  DatasetImportRequested,
  DatasetImportCancelled,
  DatasetDeletionRequested,
  DatasetRunReported,
]);

export type DatasetLogEvent = ReturnType<typeof readDatasetEvent>;
