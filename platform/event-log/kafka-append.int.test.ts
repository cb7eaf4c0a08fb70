import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { type KafkaTestCluster, kafkaTestCluster } from "./testing/kafka-test-cluster.js";

let cluster: KafkaTestCluster;
beforeAll(() => {
  cluster = kafkaTestCluster(inject("kafka"));
});
afterAll(() => cluster.close());

test("an append that finds the queue full is refused at once, and the others are stored", async () => {
  const log = await cluster.open({ limits: { maxQueuedMessages: 10 } });
  await log.partitions("full");
  const appends = Array.from({ length: 11 }, (_, nth) => log.append("full", [{ key: "k", value: `${nth}` }]));
  await expect(appends.at(-1)).rejects.toMatchObject({
    code: "UNAVAILABLE",
    message: expect.stringMatching(/waiting/),
  });
  expect(await Promise.all(appends.slice(0, 10))).toHaveLength(10);
  expect(await log.append("full", [{ key: "k", value: "later" }])).toHaveLength(1);
});

test("an append that no record batch can hold is refused, and one that just fits is stored next to itself", async () => {
  const log = await cluster.open();
  const big = "x".repeat(1024 * 1024);
  const messages = (count: number) => Array.from({ length: count }, () => ({ key: "k", value: big, partition: 0 }));
  await expect(log.append("big", messages(8))).rejects.toMatchObject({ code: "BAD_USER_INPUT" });
  const places = await log.append("big", messages(7));
  expect(places.map(({ position }) => position - (places[0]?.position ?? 0))).toEqual([0, 1, 2, 3, 4, 5, 6]);
});

test("what the broker refuses is surely not stored", async () => {
  const admin = cluster.kafka.admin();
  await admin.connect();
  await admin.createTopics({
    topics: [
      {
        topic: `${cluster.prefix}small`,
        numPartitions: 4,
        replicationFactor: 1,
        configEntries: [{ name: "max.message.bytes", value: "1000" }],
      },
    ],
  });
  await admin.disconnect();
  const log = await cluster.open();
  const refused = log.append("small", [{ key: "k", value: "x".repeat(2_000), partition: 0 }]);
  await expect(refused).rejects.toMatchObject({ code: "UNAVAILABLE", message: expect.stringMatching(/refused/) });
  const [place] = await log.append("small", [{ key: "k", value: "x", partition: 0 }]);
  expect(place).toEqual({ partition: 0, position: 0 });
});

test("an append to all partitions has one position a message, in order", async () => {
  const log = await cluster.open();
  const values = Array.from({ length: 1_000 }, (_, nth) => `${nth}`);
  const places = await log.append(
    "wide",
    values.map((value) => ({ key: value, value })),
  );
  const next = new Map<number, number>();
  for (const { partition, position } of places) {
    expect(position).toBe(next.get(partition) ?? 0);
    next.set(partition, position + 1);
  }
  expect([...next.values()].reduce((sum, count) => sum + count, 0)).toBe(1_000);
});

test("waits for what is not acknowledged yet when it closes, and takes nothing then", async () => {
  const log = await cluster.open();
  await log.partitions("closing");
  const appends = Array.from({ length: 2_000 }, (_, nth) => log.append("closing", [{ key: `${nth}`, value: "v" }]));
  await appends[0];
  await log.close();
  expect((await Promise.all(appends)).flat()).toHaveLength(2_000);
  await expect(log.append("closing", [{ key: "k", value: "v" }])).rejects.toMatchObject({ code: "UNAVAILABLE" });
  await log.close();
});
