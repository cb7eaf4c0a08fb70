import type { Metrics } from "@marquee/platform/service/metrics.js";
import type { DatasetRows, WantedRun } from "../rules/dataset-state.js";
import type { Datasets } from "./follow-datasets.js";

export interface DatasetMetrics {
  ended(work: WantedRun["work"], outcome: "done" | "cancelled" | "failed"): void;
  /** What came on top of `before`. */
  rows(before: DatasetRows, now: DatasetRows): void;
}

export function createDatasetMetrics(metrics: Metrics, datasets: Datasets): DatasetMetrics {
  const runs = metrics.counter({
    name: "marquee_dataset_runs_total",
    help: "Imports and deletions of datasets that ended in this process, by outcome: done, cancelled or failed.",
    labelNames: ["work", "outcome"],
  });
  const rows = metrics.counter({
    name: "marquee_dataset_rows_total",
    help: "Rows of uploaded datasets that this process's imports read, accepted and rejected.",
    labelNames: ["what"],
  });
  metrics.gauge({
    name: "marquee_datasets",
    help: "Datasets by state.",
    labelNames: ["state"],
    collect() {
      this.reset();
      for (const { state } of datasets.list()) this.inc({ state });
    },
  });
  return {
    ended: (work, outcome) => runs.inc({ work, outcome }),
    rows(before, now) {
      for (const what of ["read", "accepted", "rejected"] as const) {
        rows.inc({ what }, Math.max(0, now[what] - before[what]));
      }
    },
  };
}
