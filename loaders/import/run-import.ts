import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import type { ImportCheckpoints } from "../checkpoints/import-checkpoints.js";
import { appendPhase } from "./append-phase.js";
import type { ImportPhase, ImportProgress } from "./import-phase.js";

export interface ImportRun {
  /** Under which the checkpoint is kept. */
  name: string;
  /** Equal for equal events. */
  fingerprint: string;
  /** Called when there is something to import. One after the other: all of a phase is in the log before the next begins. */
  openPhases(): Promise<readonly ImportPhase[]>;
  log: EventLog;
  checkpoints: ImportCheckpoints;
  onProgress(progress: ImportProgress): void;
  /** Stops between two appends; the next run goes on from there. */
  signal?: AbortSignal | undefined;
}

export type ImportOutcome = "imported" | "already-imported" | "stopped";

/**
 * Appends what is not in the log yet. Killed at any moment, the next run goes on from the checkpoint: up to a few appends come
 * again with the same event ids. Throws what the log or the checkpoints throw; a run after that goes on likewise.
 */
export async function runImport(run: ImportRun): Promise<ImportOutcome> {
  const { name, fingerprint, log, checkpoints, onProgress, signal } = run;
  const saved = await checkpoints.load(name);
  const known = saved?.fingerprint === fingerprint ? saved : null;
  if (known?.complete) return "already-imported";

  const phases = await run.openPhases();
  const total = phases.reduce((sum, phase) => sum + rowsBetween(phase, 0, phase.units), 0);
  let phaseStart = 0;
  let done = 0;
  for (const phase of phases) {
    const from = Math.max(0, Math.min((known?.done ?? 0) - phaseStart, phase.units));
    done += rowsBetween(phase, 0, from);
    onProgress({ done, total, phase: phase.name });
    let reached = from;
    const onDurable = async (end: number): Promise<void> => {
      await checkpoints.save(name, { fingerprint, done: phaseStart + end, complete: false });
      done += rowsBetween(phase, reached, end);
      reached = end;
      onProgress({ done, total, phase: phase.name });
    };
    if (from < phase.units) await appendPhase({ log, phase, from, onDurable, signal });
    if (reached < phase.units) return "stopped";
    phaseStart += phase.units;
  }
  await checkpoints.save(name, { fingerprint, done: phaseStart, complete: true });
  return "imported";
}

function rowsBetween(phase: ImportPhase, from: number, end: number): number {
  let rows = 0;
  for (let unit = from; unit < end; unit++) rows += phase.rowsOf(unit);
  return rows;
}
