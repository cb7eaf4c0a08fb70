import { openEmbeddedImportCheckpoints } from "@marquee/loaders/checkpoints/embedded-import-checkpoints.js";
import { type ImportReport, importSample } from "@marquee/loaders/sample/import-sample.js";
import { createProgressLine } from "@marquee/loaders/sample/progress-line.js";
import type { Clock } from "@marquee/platform/clock/clock.js";
import type { Subgraph } from "@marquee/platform/subgraph/subgraph.js";
import type { SubgraphName } from "@marquee/schema/graphql/subgraphs.js";
import type { Engines } from "./open-engines.js";

/**
 * Brings the sample in through the log, where it is not there yet, and waits until everybody has folded it. A start that was
 * interrupted goes on where it stopped.
 */
export async function loadSample(parts: {
  engines: Engines;
  subgraphs: Record<SubgraphName, Subgraph>;
  clock: Clock;
  signal: AbortSignal;
}): Promise<void> {
  const { engines, subgraphs, clock, signal } = parts;
  const progress = createProgressLine({ output: process.stderr, clock, label: "Loading the sample" });
  let report: ImportReport;
  try {
    report = await importSample({
      log: engines.log,
      checkpoints: await openEmbeddedImportCheckpoints(engines.database),
      clock,
      signal,
      onProgress: (step) => progress.update(step),
    });
  } finally {
    progress.end();
  }
  if (report.outcome === "imported") process.stderr.write("The sample is in the log; the tables are catching up.\n");
  if (signal.aborted) return;
  await Promise.all([subgraphs.accounts.caughtUp(), subgraphs.reviews.caughtUp(), subgraphs.ratings.caughtUp()]);
  // Ranks movies by what the ratings made of it, so it comes last.
  await subgraphs.movies.caughtUp();
}
