import type { Clock } from "@marquee/platform/clock/clock.js";
import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import type { ImportCheckpoints } from "../checkpoints/import-checkpoints.js";
import type { ImportProgress } from "../import/import-phase.js";
import { type ImportOutcome, runImport } from "../import/run-import.js";
import { catalogueDigest, readCatalogue } from "./catalogue-file.js";
import { createSampleData, type SampleData, sampleFingerprint } from "./sample-data.js";
import { samplePhases } from "./sample-phases.js";

export interface ImportSampleOptions {
  log: EventLog;
  checkpoints: ImportCheckpoints;
  clock: Clock;
  onProgress(progress: ImportProgress): void;
  signal?: AbortSignal | undefined;
  /** Default: the sample that ships with Marquee. */
  source?: SampleSource;
}

export interface SampleSource {
  /** Equal for equal events. */
  fingerprint: string;
  open(): Promise<SampleData>;
}

export interface ImportReport {
  outcome: ImportOutcome;
  /** Of the whole sample, whatever this run added; null when it was imported before. */
  counts: { films: number; viewers: number; ratings: number; reviews: number } | null;
  elapsedMs: number;
}

/**
 * Brings the sample into the log, once: a run that was stopped or killed is gone on with, and a newer sample (another catalogue, seed
 * or generator) is imported over an older one. Throws what the log throws: UNAVAILABLE, UNKNOWN_OUTCOME.
 */
export async function importSample(options: ImportSampleOptions): Promise<ImportReport> {
  const { log, checkpoints, clock, onProgress, signal } = options;
  const startedAt = clock.now();
  const source = options.source ?? (await shippedSample());
  let counts: ImportReport["counts"] = null;
  const outcome = await runImport({
    name: "sample",
    fingerprint: source.fingerprint,
    openPhases: async () => {
      const sample = await source.open();
      counts = countsOf(sample);
      return samplePhases(sample);
    },
    log,
    checkpoints,
    onProgress,
    signal,
  });
  return { outcome, counts, elapsedMs: clock.now() - startedAt };
}

async function shippedSample(): Promise<SampleSource> {
  return {
    fingerprint: sampleFingerprint(await catalogueDigest()),
    open: async () => createSampleData(await readCatalogue()),
  };
}

function countsOf({ rows, viewers, ratingCounts, reviewCounts }: SampleData): NonNullable<ImportReport["counts"]> {
  return { films: rows.length, viewers: viewers.count, ratings: sum(ratingCounts), reviews: sum(reviewCounts) };
}

function sum(counts: Uint32Array): number {
  return counts.reduce((total, count) => total + count, 0);
}
