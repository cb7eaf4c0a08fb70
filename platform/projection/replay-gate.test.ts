import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { USUAL_REPLAY_LIMITS } from "../config/replay-config.js";
import { createMetrics } from "../service/metrics.js";
import { createReplayGate, type ReplayLimits, type ReplayTurn } from "./replay-gate.js";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const forever = new AbortController().signal;

function openGate(limits: Partial<ReplayLimits>) {
  const metrics = createMetrics();
  const gate = createReplayGate({ ...USUAL_REPLAY_LIMITS, ...limits }, { subgraph: "s", metrics });
  const turns: ReplayTurn[] = [];
  const ask = (signal = forever) => gate.turn(signal).then((turn) => void turns.push(turn));
  return { gate, metrics, turns, ask, settled: () => vi.advanceTimersByTimeAsync(0) };
}

test("turns are given in the order in which they were asked for, so many at once", async () => {
  const { turns, ask, settled, metrics } = openGate({ concurrent: 2 });
  for (let asked = 0; asked < 4; asked++) void ask();
  await settled();
  expect(turns).toHaveLength(2);
  expect(await metrics.render()).toContain('marquee_feed_replays_waiting{subgraph="s"} 2');
  turns[0]?.end();
  turns[0]?.end();
  await settled();
  expect(turns).toHaveLength(3);
});

test("a turn whose page is not taken in five seconds is somebody else's", async () => {
  const { turns, ask } = openGate({ concurrent: 1 });
  void ask();
  void ask();
  await vi.advanceTimersByTimeAsync(4_999);
  expect(turns).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(turns).toHaveLength(2);
});

test.each([
  ["records", 30_000, 0],
  ["bytes", 1, 3_000_000],
])("what is read is paid for with time: %s", async (_what, records, bytes) => {
  const { turns, ask, settled } = openGate({ recordsPerSecond: 10_000, bytesPerSecond: 1_000_000 });
  await ask();
  turns[0]?.read(records, bytes);
  turns[0]?.end();
  void ask();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(turns).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1_000);
  await settled();
  expect(turns).toHaveLength(2);
});

test("who gives up while it waits takes nobody's turn", async () => {
  const { turns, ask, settled } = openGate({ concurrent: 1 });
  const leaving = new AbortController();
  void ask();
  void ask(leaving.signal);
  void ask();
  await settled();
  leaving.abort();
  await settled();
  turns[1]?.end();
  expect(turns).toHaveLength(2);
  turns[0]?.end();
  await settled();
  expect(turns).toHaveLength(3);
});

test("past 10,000 that wait, one more is refused with UNAVAILABLE", async () => {
  const { ask, gate } = openGate({ concurrent: 1 });
  for (let asked = 0; asked <= 10_000; asked++) void ask();
  await expect(gate.turn(forever)).rejects.toMatchObject({ code: "UNAVAILABLE" });
});
