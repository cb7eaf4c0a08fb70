/** Everything acknowledged is in the log, where it was said to be, whatever becomes of brokers' answers. */
import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { createMetrics, type Metrics } from "../service/metrics.js";
import type { AppendedAt, EventLog, LogMessage } from "./event-log.js";
import { readToEnd } from "./read-to-end.js";
import { type KafkaProxy, openKafkaProxy } from "./testing/kafka-proxy.js";
import { type KafkaTestCluster, kafkaTestCluster } from "./testing/kafka-test-cluster.js";

const APPEND_TIMEOUT_MS = 2_000;

let cluster: KafkaTestCluster;
let proxy: KafkaProxy;
let log: EventLog;
let metrics: Metrics;
let topic = "";

beforeAll(() => {
  cluster = kafkaTestCluster(inject("kafka"));
});
afterAll(() => cluster.close());
beforeEach(async () => {
  topic = randomUUID();
  metrics = createMetrics();
  proxy = await openKafkaProxy(inject("kafka"));
  log = await openLog(APPEND_TIMEOUT_MS);
});

function openLog(appendTimeoutMs: number): Promise<EventLog> {
  const { socketFactory } = proxy;
  return cluster.open({ partitions: 1, socketFactory, metrics, limits: { appendTimeoutMs, producers: 1 } });
}

afterEach(async () => {
  await log.close();
  await proxy.close();
});

type Outcome = { value: string; place: AppendedAt } | { value: string; code: string };

async function append(value: string): Promise<Outcome> {
  try {
    const [place] = await log.append(topic, [{ key: "movie", value }]);
    return { value, place: place as AppendedAt };
  } catch (error) {
    return { value, code: (error as { code: string }).code };
  }
}

/** Waves of concurrent appends: each wave finds the one before under way. */
async function appendWaves(prefix: string, waves: number): Promise<Outcome[]> {
  const outcomes: Promise<Outcome>[] = [];
  for (let wave = 0; wave < waves; wave += 1) {
    const appends = Array.from({ length: 20 }, (_, nth) => append(`${prefix}-${wave}-${nth}`));
    outcomes.push(...appends);
    await Promise.race(appends);
  }
  return Promise.all(outcomes);
}

async function readAll(): Promise<LogMessage[]> {
  const messages: LogMessage[] = [];
  await readToEnd(log, topic, (read) => void messages.push(...read));
  return messages;
}

function expectTruthful(outcomes: readonly Outcome[], messages: readonly LogMessage[]): void {
  const stored = new Map(messages.map(({ position, value }) => [position, value]));
  const copies = new Map<string, number>();
  for (const { value } of messages) copies.set(value, (copies.get(value) ?? 0) + 1);
  for (const outcome of outcomes) {
    if ("place" in outcome) {
      expect(stored.get(outcome.place.position)).toBe(outcome.value);
      expect(copies.get(outcome.value)).toBe(1);
    } else if (outcome.code === "UNAVAILABLE") {
      expect(copies.get(outcome.value)).toBeUndefined();
    } else {
      expect(outcome.code).toBe("UNKNOWN_OUTCOME");
      expect(copies.get(outcome.value) ?? 0).toBeLessThanOrEqual(1);
    }
  }
}

test("a lost answer costs nobody an acknowledged event", async () => {
  // Long enough for a busy machine: here everybody is to be answered.
  log = await openLog(30_000);
  await append("first");
  proxy.losesProduceResponse = (nth) => nth === 3 || nth === 5 || nth === 6;
  const outcomes = await appendWaves("lost", 12);
  expect(outcomes.every((outcome) => "place" in outcome)).toBe(true);
  expectTruthful(outcomes, await readAll());
});

test("an event whose answer never comes is of unknown outcome, and the log goes on with another producer", async () => {
  await append("before");
  proxy.losesProduceResponse = () => true;
  const lost = await appendWaves("never", 3);
  expect(lost[0]).toMatchObject({ code: "UNKNOWN_OUTCOME" });
  expect(lost.every((outcome) => "code" in outcome)).toBe(true);
  proxy.losesProduceResponse = () => false;
  let after = await append("after");
  while (!("place" in after)) after = await append("after-again");
  expectTruthful([...lost, after], await readAll());
  expect(await metrics.render()).toMatch(/marquee_event_log_producer_replacements_total [1-9]/);
});

test("what waits while there is no broker is surely not stored", async () => {
  await append("before");
  proxy.cut();
  const sent = await append("sent");
  expect(sent).toMatchObject({ code: "UNKNOWN_OUTCOME" });
  const waited = await append("waited");
  expect(waited).toMatchObject({ code: "UNAVAILABLE" });
  proxy.allow();
  let after = await append("after");
  while (!("place" in after)) after = await append("after-again");
  expectTruthful([sent, waited, after], await readAll());
});
