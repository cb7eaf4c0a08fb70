import { cassandraImportCheckpoints } from "@marquee/loaders/checkpoints/cassandra-import-checkpoints.js";
import { openEmbeddedImportCheckpoints } from "@marquee/loaders/checkpoints/embedded-import-checkpoints.js";
import { createProgressLine } from "@marquee/loaders/progress/progress-line.js";
import { type ImportReport, importSample } from "@marquee/loaders/sample/import-sample.js";
import type { Clock } from "@marquee/platform/clock/clock.js";
import type { Engines, StoreEngine } from "@marquee/platform/engines/engines.js";
import type { AllProjectors } from "./start-all-projectors.js";

/**
 * Brings the sample in through the log, where it is not there yet, and waits until these projectors have folded it. A start that was
 * interrupted goes on where it stopped.
 */
export async function loadSample(parts: {
  engines: Engines;
  /** Undefined where others fold. */
  projectors?: AllProjectors;
  clock: Clock;
  signal: AbortSignal;
}): Promise<void> {
  const { engines, projectors, clock, signal } = parts;
  const progress = createProgressLine({ output: process.stderr, clock, label: "Loading the sample" });
  let report: ImportReport;
  try {
    report = await importSample({
      log: engines.log,
      checkpoints: await openCheckpoints(engines.store),
      clock,
      signal,
      onProgress: (step) => progress.update(step),
    });
  } finally {
    progress.end();
  }
  if (report.outcome === "imported") process.stderr.write("The sample is in the log; the tables are catching up.\n");
  if (!signal.aborted) await projectors?.caughtUp();
}

function openCheckpoints(store: StoreEngine) {
  return store.kind === "embedded"
    ? openEmbeddedImportCheckpoints(store.database)
    : cassandraImportCheckpoints(store.own);
}
