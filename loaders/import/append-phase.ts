import { setImmediate } from "node:timers/promises";
import type { AppendedAt, EventLog } from "@marquee/platform/event-log/event-log.js";
import { batchesOf } from "./batches-of.js";
import type { ImportPhase } from "./import-phase.js";

const APPENDS_IN_FLIGHT = 4;

export interface AppendPhaseOptions {
  log: EventLog;
  phase: ImportPhase;
  /** The phase's first unit to append. */
  from: number;
  /** Told in order, one call at a time: every unit before `end` is in the log. */
  onDurable(end: number): Promise<void>;
  signal?: AbortSignal | undefined;
}

interface Append {
  end: number;
  appended: Promise<AppendedAt[]>;
}

/** Appends a phase, a few appends at a time. When it resolves or throws, none is under way; once aborted it starts no more. */
export async function appendPhase({ log, phase, from, onDurable, signal }: AppendPhaseOptions): Promise<void> {
  const inFlight: Append[] = [];
  const settleOldest = async (): Promise<void> => {
    const oldest = inFlight[0];
    if (oldest === undefined) return;
    await oldest.appended;
    inFlight.shift();
    await onDurable(oldest.end);
  };
  try {
    for (const { messages, end } of batchesOf(phase, from)) {
      if (signal?.aborted) break;
      const appended = messages.length === 0 ? Promise.resolve([]) : log.append(phase.topic, messages);
      // Its failure is looked at in its turn.
      appended.catch(() => {});
      inFlight.push({ end, appended });
      // A batch takes milliseconds to make; others get their turn in between.
      await setImmediate();
      if (inFlight.length >= APPENDS_IN_FLIGHT) await settleOldest();
    }
    while (inFlight.length > 0) await settleOldest();
  } finally {
    await Promise.allSettled(inFlight.map(({ appended }) => appended));
  }
}
