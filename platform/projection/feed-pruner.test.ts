import { expect, it } from "vitest";
import { FixedClock } from "../testing/fixed-clock.js";
import { createRecordingLogger } from "../testing/recording-logger.js";
import { createFeedPruner } from "./feed-pruner.js";

function openPruner(prune: (before: number) => Promise<void>) {
  const clock = new FixedClock(1_000_000);
  const logger = createRecordingLogger();
  const pruner = createFeedPruner({ store: { prune }, retentionMs: 400_000, clock, logger });
  return { clock, logger, pruner };
}

it("prunes what is older than its retention, at most once a minute", async () => {
  const cuts: number[] = [];
  const { clock, pruner } = openPruner(async (before) => {
    cuts.push(before);
  });
  for (const ms of [0, 30_000, 29_999, 1, 59_999]) {
    clock.advance(ms);
    pruner.folded();
    await Promise.resolve();
  }
  await pruner.close();
  expect(cuts).toEqual([600_000, 660_000]);
});

it("starts no second pruning while one is running, and closing waits for it", async () => {
  let finish: () => void = () => {};
  let started = 0;
  const { clock, pruner } = openPruner(() => {
    started++;
    return new Promise((resolve) => {
      finish = resolve;
    });
  });
  pruner.folded();
  clock.advance(120_000);
  pruner.folded();
  expect(started).toBe(1);
  const order: string[] = [];
  const closed = pruner.close().then(() => order.push("closed"));
  order.push("finishing");
  finish();
  await closed;
  expect(order).toEqual(["finishing", "closed"]);
});

it("says when pruning fails, and tries again", async () => {
  let fails = true;
  const { clock, logger, pruner } = openPruner(async () => {
    if (fails) throw new Error("disk");
  });
  pruner.folded();
  await pruner.close();
  expect(logger.lines.map(({ level }) => level)).toEqual(["error"]);
  fails = false;
  clock.advance(60_000);
  pruner.folded();
  await pruner.close();
  expect(logger.lines).toHaveLength(1);
});
