import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import type { ReadBatch, ReadStage } from "../records/read-stage.js";
import type { TitleRegistry } from "../titles/title-registry.js";
import { type LoadStageOptions, loadStage, type StageResult, type WindowLimits } from "./load-stage.js";
import { titleSender } from "./send-titles.js";
import type { StageNotes } from "./stage-checkpoint.js";

export interface LoadDatasetOptions {
  /** Its name: users are `NAME:id`. */
  dataset: string;
  /** See edition.ts. */
  edition: string;
  stages: readonly ReadStage[];
  /** How many stages are loaded at once; more than one only where none of them speaks of what another brings. */
  sideBySide: number;
  /** The batches of a stage behind its first rows, in this thread or another. */
  read(stage: ReadStage, rows: number): AsyncIterable<ReadBatch>;
  /** What changes what is read, beside the content: a limit, an encoding. */
  readAs: string;
  openNotes(stage: ReadStage): Promise<StageNotes>;
  /** Null: nothing is sent. */
  target: { log: EventLog; registry: TitleRegistry } | null;
  window: WindowLimits;
  onProgress(progress: DatasetProgress): void;
  /** Told in the order in which they end. */
  onStage?(stage: LoadedStage): void;
  now(): number;
  signal: AbortSignal;
}

export interface DatasetProgress {
  /** The stage that went on last. */
  stage: string;
  /** Of all stages, read so far; rows of earlier runs included. */
  rows: number;
  bytes: number;
  /** Of all files; null where that is not known. */
  totalBytes: number | null;
}

export interface LoadedStage extends StageResult {
  stage: string;
}

/** Raised when what stages become changes: what was loaded by an older form is loaded again. */
const FORM = "1";

/** One stage after the other, or several at once. Gives the results of those that were begun, in the stages' order. */
export async function loadDataset(options: LoadDatasetOptions): Promise<LoadedStage[]> {
  const { stages, target, signal, now } = options;
  const shared: Pick<LoadStageOptions, "target"> = {
    target: target === null ? null : { ...target, sendTitles: titleSender(target.log, target.registry, now) },
  };
  const progress = progressOf(options);
  const results = new Map<ReadStage, LoadedStage>();
  const waiting = [...stages];
  const failed = new AbortController();
  const stop = AbortSignal.any([signal, failed.signal]);

  const loadNext = async (): Promise<void> => {
    for (let stage = waiting.shift(); stage !== undefined && !stop.aborted; stage = waiting.shift()) {
      const result = { stage: stage.name, ...(await loadOne(options, shared, stage, stop, progress(stage))) };
      results.set(stage, result);
      options.onStage?.(result);
    }
  };
  const loading = Array.from({ length: Math.max(1, options.sideBySide) }, () =>
    loadNext().catch((error: unknown) => {
      // The others stop where they can be gone on with.
      failed.abort();
      throw error;
    }),
  );
  const ended = await Promise.allSettled(loading);
  const failure = ended.find((one) => one.status === "rejected");
  if (failure !== undefined) throw failure.reason;
  return stages.flatMap((stage) => results.get(stage) ?? []);
}

async function loadOne(
  options: LoadDatasetOptions,
  shared: Pick<LoadStageOptions, "target">,
  stage: ReadStage,
  signal: AbortSignal,
  onProgress: LoadStageOptions["onProgress"],
): Promise<StageResult> {
  const { dataset, edition, readAs, window, now } = options;
  const content = await stage.fingerprint();
  const notes = await options.openNotes(stage);
  try {
    const result = await loadStage({
      ...shared,
      dataset,
      edition,
      stage: stage.name,
      fingerprint: content === null ? null : `${FORM} ${readAs} ${content}`,
      read: (rows) => options.read(stage, rows),
      notes,
      window,
      onProgress,
      now,
      signal,
    });
    if (result.outcome === "already-loaded") onProgress({ rows: result.counts.read, bytes: stage.bytes ?? 0 });
    return result;
  } finally {
    await notes.close();
  }
}

/** Sums up what is told of each stage. */
function progressOf({ stages, onProgress }: Pick<LoadDatasetOptions, "stages" | "onProgress">) {
  const reached = new Map<ReadStage, { rows: number; bytes: number }>();
  const sizes = stages.map(({ bytes }) => bytes);
  const totalBytes = sizes.some((bytes) => bytes === null) ? null : sum(sizes.map((bytes) => bytes ?? 0));
  return (stage: ReadStage): LoadStageOptions["onProgress"] =>
    (progress) => {
      reached.set(stage, progress);
      const all = [...reached.values()];
      onProgress({
        stage: stage.name,
        rows: sum(all.map(({ rows }) => rows)),
        bytes: sum(all.map(({ bytes }) => bytes)),
        totalBytes,
      });
    };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
