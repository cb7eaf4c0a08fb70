import { z } from "zod";
import { datasetName } from "./dataset-name.js";
import { defineEvent } from "./define-event.js";
import { TOPICS } from "./topics.js";

const rows = z.int().nonnegative();

/** How far a run has come, from whoever runs it. */
export const DatasetRunReported = defineEvent({
  type: "DatasetRunReported",
  version: 1,
  topic: TOPICS.datasets,
  shape: {
    dataset: datasetName,
    /** The event id of the request. */
    runId: z.string().min(1).max(300),
    /** Of whoever runs it: one who took the run over has a higher one. */
    term: z.int().positive(),
    outcome: z.enum(["running", "done", "cancelled", "failed"]),
    /** As loaders name it; null while it is not known. */
    kind: z.string().min(1).max(40).nullable(),
    /** Earlier attempts included. */
    rows: z.object({ read: rows, accepted: rows, rejected: rows }),
    /** 0 to 1; null where it can't be told. */
    progress: z.number().min(0).max(1).nullable(),
    /** Of a run that failed: what is wrong, for a person. */
    error: z.string().max(2_000).nullable(),
  },
  key: (event) => event.dataset,
});
export type DatasetRunReported = z.output<typeof DatasetRunReported.schema>;
