import type { EventLog } from "../event-log/event-log.js";
import { AppliedPositions } from "./applied-positions.js";

/** Up to where a projection has folded its topic, wherever its projectors run. */
export interface AppliedWatch {
  /** True once the partition is folded up to `position`; false when that takes longer than `timeoutMs`. */
  wait(partition: number, position: number, timeoutMs: number): Promise<boolean>;
  /** Resolves when everything that is in the topic now is folded; how long that takes is not bounded unless `signal` aborts. */
  caughtUp(signal?: AbortSignal): Promise<void>;
}

const ASK_EVERY_MS = 20;
const ASK_AT_MOST_EVERY_MS = 250;

/**
 * Asks the log for the group's committed positions, only while somebody waits, and once for all who do. For topics that publish
 * no changes; where one does, its change feed tells sooner.
 */
export function watchApplied({ log, group, topic }: { log: EventLog; group: string; topic: string }): AppliedWatch {
  const applied = new AppliedPositions();
  let waiting = 0;
  let asking = false;

  async function askWhileWaiting(): Promise<void> {
    if (asking) return;
    asking = true;
    for (let pause = ASK_EVERY_MS; waiting > 0; pause = Math.min(pause * 1.5, ASK_AT_MOST_EVERY_MS)) {
      try {
        for (const [partition, position] of await log.committed(group, topic)) applied.advance(partition, position - 1);
      } catch {
        // The log is away: whoever waits goes on until their own time is up.
      }
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    asking = false;
  }

  async function whileAsking<Result>(work: () => Promise<Result>): Promise<Result> {
    waiting += 1;
    void askWhileWaiting();
    try {
      return await work();
    } finally {
      waiting -= 1;
    }
  }

  return {
    wait: (partition, position, timeoutMs) =>
      applied.of(partition) >= position
        ? Promise.resolve(true)
        : whileAsking(() => applied.wait(partition, position, timeoutMs)),
    caughtUp: (signal) =>
      whileAsking(async () => {
        const ranges = await log.positions(topic);
        const behind = ranges.filter(({ earliest, end }) => end > earliest);
        const all = Promise.all(behind.map(({ partition, end }) => applied.reached(partition, end - 1)));
        await Promise.race([all, aborted(signal)]);
      }),
  };
}

function aborted(signal: AbortSignal | undefined): Promise<void> {
  if (signal?.aborted === true) return Promise.resolve();
  return new Promise((resolve) => signal?.addEventListener("abort", () => resolve(), { once: true }));
}
