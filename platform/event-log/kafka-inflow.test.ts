import type { Batch } from "kafkajs";
import { expect, test } from "vitest";
import { silentLogger } from "../logger/logger.js";
import { KafkaInflow } from "./kafka-inflow.js";

interface Fetched {
  /** What was asked for. */
  at: number;
  offsets: number[];
  /** The bounds of the last record batch; compaction leaves them. */
  lastBatch?: { firstOffset: number; lastOffsetDelta: number };
  valueBytes?: number;
}

/** What kafkajs hands over for one fetch. */
function fetched({ at, offsets, lastBatch, valueBytes = 1 }: Fetched): Batch {
  const messages = offsets.map((offset) => ({
    key: Buffer.from("k"),
    value: Buffer.alloc(valueBytes, "v"),
    timestamp: "1",
    offset: String(offset),
    attributes: 0,
    headers: {},
    ...(lastBatch && {
      batchContext: { firstOffset: `${lastBatch.firstOffset}`, lastOffsetDelta: lastBatch.lastOffsetDelta },
    }),
  }));
  return {
    topic: "topic",
    partition: 0,
    highWatermark: "1000",
    messages,
    fetchedOffset: String(at),
    firstOffset: () => messages[0]?.offset ?? null,
    lastOffset: () => messages.at(-1)?.offset ?? String(at),
  } as unknown as Batch;
}

function open(start: number, low = 0) {
  const orders: string[] = [];
  const stop = new AbortController();
  let sought = () => {};
  const inflow = new KafkaInflow({
    topic: "topic",
    partition: 0,
    maxBytes: 100,
    signal: stop.signal,
    logger: silentLogger,
    control: {
      seek(_, offset) {
        orders.push(`seek ${offset}`);
        sought();
      },
      pause: () => void orders.push("pause"),
      resume: () => void orders.push("resume"),
    },
    range: async () => ({ low, high: 1_000 }),
  });
  inflow.start(start);
  const take = async (maxMessages = 100) =>
    (await inflow.take({ maxMessages, maxBytes: 1_000 }))?.map(({ position }) => position);
  const nextSeek = () =>
    new Promise<void>((resolve) => {
      sought = resolve;
    });
  return { inflow, orders, take, nextSeek, stop };
}

test("hands over what it was sent, from where it starts", async () => {
  const { inflow, take } = open(5);
  // A record batch comes whole, even when it was asked for from its middle.
  expect(inflow.accept(fetched({ at: 5, offsets: [3, 4, 5, 6] }))).toBe(6);
  expect(inflow.accept(fetched({ at: 7, offsets: [7, 8] }))).toBe(8);
  expect(await take()).toEqual([5, 6, 7, 8]);
});

test("goes on behind a record batch whose end was compacted away", async () => {
  const { inflow, take } = open(0);
  const lastBatch = { firstOffset: 0, lastOffsetDelta: 499 };
  expect(inflow.accept(fetched({ at: 0, offsets: [0, 120], lastBatch }))).toBe(499);
  expect(inflow.accept(fetched({ at: 500, offsets: [500] }))).toBe(500);
  expect(await take()).toEqual([0, 120, 500]);
});

test("follows kafkajs over what was compacted away altogether", async () => {
  const { inflow, take } = open(130);
  inflow.skip(130, 130);
  inflow.skip(131, 140);
  expect(inflow.accept(fetched({ at: 141, offsets: [141] }))).toBe(141);
  expect(await take()).toEqual([141]);
});

test("takes nothing that leaves a gap, and seeks to where it should go on", async () => {
  const { inflow, orders, take, nextSeek } = open(10);
  const again = nextSeek();
  expect(inflow.accept(fetched({ at: 12, offsets: [12, 13] }))).toBeUndefined();
  expect(inflow.accept(fetched({ at: 14, offsets: [14] }))).toBeUndefined();
  await again;
  expect(orders).toEqual(["seek 10", "pause", "seek 10"]);
  expect(inflow.accept(fetched({ at: 10, offsets: [10, 11, 12] }))).toBe(12);
  expect(await take()).toEqual([10, 11, 12]);
});

test("hands nothing over twice when kafkajs has set itself back", async () => {
  const { inflow, orders, take, nextSeek } = open(10);
  inflow.accept(fetched({ at: 10, offsets: [10, 11] }));
  const again = nextSeek();
  expect(inflow.accept(fetched({ at: 0, offsets: [0, 1, 2] }))).toBeUndefined();
  await again;
  expect(orders.at(-1)).toBe("seek 12");
  expect(inflow.accept(fetched({ at: 12, offsets: [12] }))).toBe(12);
  expect(await take()).toEqual([10, 11, 12]);
});

test("goes on with what the log still has", async () => {
  const { inflow, orders, take, nextSeek } = open(10, 30);
  const again = nextSeek();
  expect(inflow.accept(fetched({ at: 30, offsets: [30, 31] }))).toBeUndefined();
  await again;
  expect(orders.at(-1)).toBe("seek 30");
  expect(inflow.accept(fetched({ at: 30, offsets: [30, 31] }))).toBe(31);
  expect(await take()).toEqual([30, 31]);
});

test("is paused while it holds too much, and goes on when half of that is handled", async () => {
  const { inflow, orders, take } = open(0);
  inflow.accept(fetched({ at: 0, offsets: [0, 1, 2, 3], valueBytes: 30 }));
  expect(orders).toEqual(["seek 0", "pause"]);
  await take(1);
  expect(orders).toEqual(["seek 0", "pause"]);
  await take(2);
  expect(orders).toEqual(["seek 0", "pause", "resume"]);
});

test("hands over nothing after its signal aborts", async () => {
  const { inflow, take, stop } = open(0);
  const waiting = take();
  stop.abort();
  expect(await waiting).toBeUndefined();
  expect(inflow.accept(fetched({ at: 0, offsets: [0] }))).toBeUndefined();
});
