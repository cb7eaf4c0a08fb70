import { AppError } from "@marquee/platform/errors/app-error.js";
import { createMetrics } from "@marquee/platform/service/metrics.js";
import type { SubgraphRequest } from "@marquee/platform/subgraph/subgraph-endpoint.js";
import { FixedClock } from "@marquee/platform/testing/fixed-clock.js";
import { createRecordingLogger } from "@marquee/platform/testing/recording-logger.js";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createSessionWatch } from "./session-watch.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watching() {
  const over = new Set<string>();
  const asked: string[][] = [];
  const state = { down: false };
  const logger = createRecordingLogger();
  const metrics = createMetrics();
  const accounts = {
    async execute({ variables }: SubgraphRequest) {
      const ids = variables?.ids as string[];
      asked.push(ids);
      if (state.down) throw new AppError("UNAVAILABLE", "accounts is away");
      return { data: { endedSessions: ids.filter((id) => over.has(id)) } };
    },
  };
  const watch = createSessionWatch({ accounts, intervalMs: 1_000, clock: new FixedClock(), logger, metrics });
  return { watch, over, asked, state, logger, metrics };
}

test("tells each watcher of an ended session once, and nobody else", async () => {
  const { watch, over, asked } = watching();
  const told: string[] = [];
  watch.watch("a", () => told.push("a1"));
  watch.watch("a", () => told.push("a2"));
  watch.watch("b", () => told.push("b"));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(told).toEqual([]);
  over.add("a");
  await vi.advanceTimersByTimeAsync(3_000);
  expect(told).toEqual(["a1", "a2"]);
  expect(asked).toEqual([["a", "b"], ["a", "b"], ["b"], ["b"]]);
  watch.close();
});

test("asks nothing when nobody watches, and nothing more once it is closed", async () => {
  const { watch, asked } = watching();
  const stop = watch.watch("a", () => {});
  stop();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(asked.flat()).toEqual([]);
  watch.watch("b", () => {});
  watch.close();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(asked.flat()).toEqual([]);
});

test("while accounts does not answer nobody is told; it is counted, logged, and asked again", async () => {
  const { watch, over, state, logger, metrics } = watching();
  const told: string[] = [];
  watch.watch("a", () => told.push("a"));
  over.add("a");
  state.down = true;
  await vi.advanceTimersByTimeAsync(2_000);
  expect(told).toEqual([]);
  expect(logger.lines.map(({ level }) => level)).toEqual(["warn", "warn"]);
  expect(await metrics.render()).toContain("marquee_gateway_session_check_failures_total 2");
  state.down = false;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(told).toEqual(["a"]);
  watch.close();
});

test("of many sessions a thousand at a time are asked about", async () => {
  const { watch, asked } = watching();
  for (let id = 0; id < 2_500; id += 1) watch.watch(String(id), () => {});
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked.map((ids) => ids.length)).toEqual([1_000, 1_000, 500]);
  watch.close();
});
