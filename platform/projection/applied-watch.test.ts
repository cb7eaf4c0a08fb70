import { afterEach, expect, it, vi } from "vitest";
import type { EventLog } from "../event-log/event-log.js";
import { watchApplied } from "./applied-watch.js";

afterEach(() => void vi.useRealTimers());

/** A log of two partitions, the second one empty, whose committed position the test moves. */
function openLog() {
  let committed = 0;
  let asked = 0;
  let away = false;
  const log = {
    async committed() {
      asked += 1;
      if (away) throw new Error("away");
      return new Map([[0, committed]]);
    },
    positions: async () => [
      { partition: 0, earliest: 0, end: 10 },
      { partition: 1, earliest: 0, end: 0 },
    ],
  } as unknown as EventLog;
  return {
    watch: watchApplied({ log, group: "group", topic: "topic" }),
    commit: (position: number) => {
      committed = position;
    },
    setAway: (value: boolean) => {
      away = value;
    },
    asked: () => asked,
  };
}

it("lets go whoever waits once the group has committed past the position", async () => {
  vi.useFakeTimers();
  const { watch, commit, asked } = openLog();
  const waits = [watch.wait(0, 4, 60_000), watch.wait(0, 5, 60_000)];
  let settled = 0;
  for (const wait of waits) void wait.then(() => settled++);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(settled).toBe(0);
  commit(5);
  await vi.advanceTimersByTimeAsync(300);
  expect(settled).toBe(1);
  commit(6);
  await vi.advanceTimersByTimeAsync(300);
  expect(await Promise.all(waits)).toEqual([true, true]);
  // Two who wait ask no more often than one would.
  expect(asked()).toBeLessThan(25);
});

it("says so when it takes too long, and asks nothing while nobody waits", async () => {
  vi.useFakeTimers();
  const { watch, asked } = openLog();
  const wait = watch.wait(0, 4, 500);
  await vi.advanceTimersByTimeAsync(500);
  expect(await wait).toBe(false);
  await vi.advanceTimersByTimeAsync(1_000);
  const before = asked();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked()).toBe(before);
});

it("is caught up when every partition that has something is; a log that is away meanwhile does no harm", async () => {
  vi.useFakeTimers();
  const { watch, commit, setAway } = openLog();
  let caughtUp = false;
  const waiting = watch.caughtUp().then(() => {
    caughtUp = true;
  });
  setAway(true);
  commit(10);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(caughtUp).toBe(false);
  setAway(false);
  await vi.advanceTimersByTimeAsync(300);
  await waiting;
});

it("stops waiting to be caught up when it is told to", async () => {
  const { watch } = openLog();
  const stop = new AbortController();
  const waiting = watch.caughtUp(stop.signal);
  stop.abort();
  await waiting;
});
