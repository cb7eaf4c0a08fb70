import { setImmediate } from "node:timers/promises";
import { FixedClock } from "@marquee/platform/testing/fixed-clock.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ImportProgress } from "../import/import-phase.js";
import { ArrayEventLog, type StoredMessage } from "../testing/array-event-log.js";
import { createArrayImportCheckpoints } from "../testing/array-import-checkpoints.js";
import { smallSample, smallSource } from "../testing/small-sample.js";
import { importSample } from "./import-sample.js";

// Many films with two ratings each at most: quick, and still several appends.
const source = smallSource("small", smallSample(1_300, { viewers: 4 }));

/** Topic, key and value by event id; what is there twice must be equal. */
function eventsOf(messages: readonly StoredMessage[]): Map<string, string> {
  const events = new Map<string, string>();
  for (const message of messages) {
    const { eventId } = JSON.parse(message.value) as { eventId: string };
    const text = `${message.topic} ${message.key} ${message.value}`;
    expect(events.get(eventId) ?? text).toBe(text);
    events.set(eventId, text);
  }
  return events;
}

function start() {
  const log = new ArrayEventLog();
  const checkpoints = createArrayImportCheckpoints();
  const progress: ImportProgress[] = [];
  const run = (signal?: AbortSignal) =>
    importSample({ log, checkpoints, clock: new FixedClock(), onProgress: (p) => progress.push(p), source, signal });
  return { log, checkpoints, progress, run };
}

describe("importSample, interrupted,", () => {
  it("stops when told to, and goes on from there", async () => {
    const { log, progress, run } = start();
    const controller = new AbortController();
    log.onStored = (append) => {
      if (append === 5) controller.abort();
    };
    expect((await run(controller.signal)).outcome).toBe("stopped");
    expect(log.inFlight).toEqual([]);
    const { done } = progress.at(-1) as ImportProgress;
    const appended = log.messages.length;
    expect((await run()).outcome).toBe("imported");
    // Nothing again: a stop waits for what is under way.
    expect(log.messages.length).toBe(eventsOf(log.messages).size);
    expect(appended).toBeLessThan(log.messages.length);
    expect(progress.some((p) => p.done === done)).toBe(true);
  });

  it("killed at any append, goes on without a hole", async () => {
    const whole = start();
    await whole.run();
    const expected = eventsOf(whole.log.messages);
    const appends = whole.log.appendSizes.length;
    expect(appends).toBeGreaterThanOrEqual(8);
    const kill = fc.record({
      append: fc.nat(appends),
      // The append itself fails, only its answer is lost, or the checkpoint can't be saved any more.
      how: fc.constantFrom("refused", "answer-lost", "checkpoint-lost"),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(kill, { minLength: 1, maxLength: 4 }), async (kills) => {
        const { log, checkpoints, run } = start();
        for (const { append, how } of kills) await killedRun(log, checkpoints, append, how, run);
        await run();
        expect(eventsOf(log.messages)).toEqual(expected);
        expect(checkpoints.saved.at(-1)).toMatchObject({ complete: true });
      }),
      { numRuns: 15, seed: 42 },
    );
  });

  it("saves nothing that is not in the log yet, whatever order appends end in", async () => {
    const { log, checkpoints, run } = start();
    let savedMeanwhile: number | undefined;
    log.onAppend = async (append) => {
      if (append > 0) return;
      await turns();
      expect(log.appendSizes.length).toBeGreaterThan(1);
      expect(log.inFlight).toHaveLength(1);
      savedMeanwhile = checkpoints.saved.length;
    };
    await run();
    expect(savedMeanwhile).toBe(0);
  });

  it("leaves nothing under way when an append fails", async () => {
    const { log, run } = start();
    log.onAppend = async (append) => {
      if (append === 0) throw new Error("killed");
      await turns();
    };
    await expect(run()).rejects.toThrow("killed");
    expect(log.appendSizes.length).toBeGreaterThan(1);
    expect(log.inFlight).toEqual([]);
  });
});

/** Turns of the event loop enough for everything that waits for nothing else. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await setImmediate();
}

async function killedRun(
  log: ArrayEventLog,
  checkpoints: ReturnType<typeof createArrayImportCheckpoints>,
  append: number,
  how: string,
  run: () => Promise<unknown>,
): Promise<void> {
  const { save } = checkpoints;
  const { onAppend, onStored } = log;
  const from = log.appendSizes.length;
  const dies = (number: number) => number >= from + append;
  if (how === "refused") {
    log.onAppend = (number) => {
      if (dies(number)) throw new Error("killed");
    };
  } else if (how === "answer-lost") {
    log.onStored = (number) => {
      if (dies(number)) throw new Error("killed");
    };
  } else {
    checkpoints.save = async (name, checkpoint) => {
      if (dies(log.appendSizes.length - 1)) throw new Error("killed");
      await save(name, checkpoint);
    };
  }
  // A run that ends before its end comes is as good.
  await run().catch((error: Error) => expect(error.message).toBe("killed"));
  Object.assign(log, { onAppend, onStored });
  checkpoints.save = save;
}
