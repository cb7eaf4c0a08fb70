import { expect, test } from "vitest";
import { KafkaAppend } from "./kafka-append.js";
import { AppendQueue, QueueBudget } from "./kafka-append-queue.js";
import { KAFKA_LIMITS, type KafkaLimits } from "./kafka-options.js";

const TOPIC = { name: "topic", kafkaName: "prefix.topic", partitions: 4 };

function open(limits: Partial<KafkaLimits> = {}) {
  const budget = new QueueBudget({ ...KAFKA_LIMITS, ...limits });
  const queue = new AppendQueue(budget);
  const add = (count: number, partition = 0, value = "v") => {
    const append = new KafkaAppend(
      TOPIC,
      Array.from({ length: count }, () => ({ key: "key", value, partition })),
    );
    append.places.catch(() => undefined);
    budget.admit(append);
    for (const group of append.groups) queue.add(group);
    return append;
  };
  const take = () => queue.take().map(({ records }) => records.length);
  return { budget, queue, add, take };
}

test("sends what waits in order, at most 500 messages at once, and cuts no append", () => {
  const { add, take, queue } = open();
  for (const count of [300, 200, 1, 1_200, 3]) add(count);
  expect([take(), take(), take(), take(), take()]).toEqual([[300, 200], [1], [1_200], [3], []]);
  expect(queue.hasWork).toBe(false);
});

test("sends at most half a mebibyte at once, or a larger append alone", () => {
  const { add, take } = open();
  for (const kibibytes of [200, 200, 200, 900, 1]) add(1, 0, "x".repeat(kibibytes * 1024));
  expect([take(), take(), take(), take()]).toEqual([[1, 1], [1], [1], [1]]);
});

test("counts what waits, and no more than that", () => {
  const { add, take, budget, queue } = open();
  add(10);
  const late = add(5);
  late.expire();
  for (const group of late.givenUp) budget.release(group);
  add(1);
  expect(budget).toMatchObject({ messages: 11, bytes: 11 * (3 + 1 + 32) });
  expect(take()).toEqual([10, 1]);
  expect(budget).toMatchObject({ messages: 0, bytes: 0 });
  expect(queue.hasWork).toBe(false);
});

test("refuses what is too much now, and what always is", () => {
  const { add, take } = open({ maxQueuedMessages: 100, maxQueuedBytes: 5_000, maxAppendBytes: 3_000 });
  add(80);
  expect(() => add(21)).toThrow(expect.objectContaining({ code: "UNAVAILABLE" }));
  expect(() => add(1, 0, "x".repeat(2_900))).toThrow(expect.objectContaining({ code: "UNAVAILABLE" }));
  expect(() => add(101)).toThrow(expect.objectContaining({ code: "BAD_USER_INPUT" }));
  expect(() => add(1, 0, "x".repeat(3_000))).toThrow(expect.objectContaining({ code: "BAD_USER_INPUT" }));
  take();
  add(80);
});

test("an append is answered once, and its error says whether it may be stored", async () => {
  const { add, queue } = open();
  const queued = add(1);
  queued.expire();
  await expect(queued.places).rejects.toMatchObject({ code: "UNAVAILABLE" });

  const sent = add(1);
  queue.take();
  sent.expire();
  for (const group of sent.groups) sent.stored(group, 7);
  await expect(sent.places).rejects.toMatchObject({ code: "UNKNOWN_OUTCOME" });

  const messages = [0, 1, 0].map((partition) => ({ key: "key", value: "v", partition }));
  const stored = new KafkaAppend(TOPIC, messages);
  for (const group of stored.groups) stored.stored(group, group.partition * 10);
  stored.expire();
  expect(await stored.places).toEqual([
    { partition: 0, position: 0 },
    { partition: 1, position: 10 },
    { partition: 0, position: 1 },
  ]);

  const partly = new KafkaAppend(TOPIC, messages);
  const [first, second] = partly.groups;
  if (first) partly.stored(first, 0);
  if (second) partly.refused(second, "too large");
  await expect(partly.places).rejects.toMatchObject({ code: "UNKNOWN_OUTCOME" });
});
