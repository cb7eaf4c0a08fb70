import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { createMetrics } from "../service/metrics.js";
import { createRecordingLogger } from "../testing/recording-logger.js";
import type { EventLog, LogBatch } from "./event-log.js";
import { Inbox } from "./testing/inbox.js";
import { openKafkaProxy } from "./testing/kafka-proxy.js";
import { type KafkaTestCluster, kafkaTestCluster } from "./testing/kafka-test-cluster.js";

let cluster: KafkaTestCluster;
let log: EventLog;
beforeAll(async () => {
  cluster = kafkaTestCluster(inject("kafka"));
  log = await cluster.open();
});
afterAll(() => cluster.close());

const numbered = (count: number, prefix = "") =>
  Array.from({ length: count }, (_, nth) => ({ key: `${prefix}${nth}`, value: `${prefix}${nth}`, partition: nth % 4 }));

/** Each partition read once, in order. */
function expectOrderly(inbox: Inbox): void {
  for (let partition = 0; partition < 4; partition += 1) {
    const positions = inbox.positions(partition);
    expect(positions).toEqual(positions.map((_, nth) => nth));
  }
}

test("processes share a group's partitions, and take over those of one that leaves", async () => {
  const topic = "shared";
  const running = new Set<number>();
  const inbox = new Inbox();
  const seenBy = { one: new Set<number>(), two: new Set<number>() };
  let overlaps = 0;
  const join = async (name: "one" | "two") => {
    const own = await cluster.open();
    await own.consume({
      group: "sharers",
      topic,
      maxMessages: 7,
      onBatch: async ({ partition, messages }: LogBatch) => {
        if (running.has(partition)) overlaps += 1;
        running.add(partition);
        await log.positions(topic);
        running.delete(partition);
        seenBy[name].add(partition);
        inbox.take(messages);
      },
    });
    return own;
  };
  const one = await join("one");
  await log.append(topic, numbered(100));
  await inbox.until(100);
  expect(seenBy.one).toEqual(new Set([0, 1, 2, 3]));

  const two = await join("two");
  let appended = 100;
  const appendMore = async () => {
    seenBy.one.clear();
    seenBy.two.clear();
    await log.append(topic, numbered(40, `${appended}-`));
    appended += 40;
    await inbox.until(appended);
  };
  // Until the group has given its partitions out anew, the first one goes on with all of them.
  const shares = () => [seenBy.one.size, seenBy.two.size];
  while (shares().join() !== "2,2") await appendMore();
  await one.close();
  while (shares().join() !== "0,4") await appendMore();
  await two.close();
  expectOrderly(inbox);
  expect(inbox.messages).toHaveLength(appended);
  expect(overlaps).toBe(0);
});

test("a rebalance waits for the batch that is being handled, and nothing is handled twice", async () => {
  const topic = "put-off";
  await log.append(topic, numbered(40));
  const inbox = new Inbox();
  let release = () => {};
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  let blocked = () => {};
  const allBlocked = new Promise<void>((resolve) => {
    let count = 0;
    blocked = () => {
      count += 1;
      if (count === 4) resolve();
    };
  });
  const [one, two] = [await cluster.open(), await cluster.open()];
  const consume = (own: EventLog) =>
    own.consume({
      group: "put-off",
      topic,
      maxMessages: 5,
      onBatch: async ({ messages }) => {
        if (messages.some(({ position }) => position === 0)) {
          blocked();
          await gate;
        }
        inbox.take(messages);
      },
    });
  await consume(one);
  await allBlocked;
  await consume(two);
  await groupIs("PreparingRebalance", "put-off");
  release();
  await inbox.until(40);
  await Promise.all([one.close(), two.close()]);
  expectOrderly(inbox);
});

test("readers go on where they were when they have lost their brokers for a while", async () => {
  const topic = "lost";
  const proxy = await openKafkaProxy(inject("kafka"));
  const { socketFactory } = proxy;
  const remote = await cluster.open({ socketFactory, limits: { askTimeoutMs: 500 } });
  await log.append(topic, numbered(40));
  const [consumed, tailed] = [new Inbox(), new Inbox()];
  await remote.consume({ group: "lost", topic, onBatch: async ({ messages }) => consumed.take(messages) });
  await remote.tail({ topic, from: new Map([0, 1, 2, 3].map((p) => [p, 0])), onMessages: tailed.take });
  await Promise.all([consumed.until(40), tailed.until(40)]);
  proxy.cut();
  await log.append(topic, numbered(40, "meanwhile-"));
  await expect(remote.positions(topic)).rejects.toMatchObject({ code: "UNAVAILABLE" });
  proxy.allow();
  await log.append(topic, numbered(40, "after-"));
  await tailed.until(120);
  // What was handled and not committed when the brokers went comes again.
  await expect.poll(() => new Set(consumed.values).size, { timeout: 30_000 }).toBe(120);
  await remote.close();
  await proxy.close();
  expectOrderly(tailed);
});

test("goes on with what is left when messages were deleted before they were read, and says so", async () => {
  const topic = "deleted";
  await log.append(
    topic,
    numbered(20).map((message) => ({ ...message, partition: 0 })),
  );
  const first = new Inbox();
  const one = await cluster.open();
  await one.consume({ group: "late", topic, maxMessages: 5, onBatch: async ({ messages }) => first.take(messages) });
  await first.until(20);
  await one.close();
  await log.append(
    topic,
    numbered(20, "more-").map((message) => ({ ...message, partition: 0 })),
  );
  const admin = cluster.kafka.admin();
  await admin.connect();
  const kafkaName = `${cluster.prefix}${topic}`;
  // kafkajs deletes only from topics that it knows already.
  await admin.fetchTopicOffsets(kafkaName);
  await admin.deleteTopicRecords({ topic: kafkaName, partitions: [{ partition: 0, offset: "30" }] });
  await admin.disconnect();

  const logger = createRecordingLogger();
  const two = await cluster.open({ logger });
  const [rest, tailed] = [new Inbox(), new Inbox()];
  await two.consume({ group: "late", topic, onBatch: async ({ messages }) => rest.take(messages) });
  await two.tail({ topic, from: new Map([[0, 5]]), onMessages: tailed.take });
  await Promise.all([rest.until(10), tailed.until(10)]);
  await two.close();
  expect(rest.positions(0)[0]).toBe(30);
  expect(tailed.positions(0)[0]).toBe(30);
  expect(logger.lines).toContainEqual(
    expect.objectContaining({ level: "error", message: expect.stringMatching(/deleted before/) }),
  );
});

test("counts what is appended, handled, retried and not yet handled", async () => {
  const topic = "counted";
  const metrics = createMetrics();
  const own = await cluster.open({ metrics, limits: { lagEveryMs: 20 } });
  const inbox = new Inbox();
  let failures = 1;
  let release = () => {};
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  await own.append(
    topic,
    numbered(10).map((message) => ({ ...message, partition: 0 })),
  );
  await own.consume({
    group: "counters",
    topic,
    maxMessages: 4,
    onError() {},
    onBatch: async ({ messages }) => {
      if (failures-- > 0) throw new Error("once");
      inbox.take(messages);
      if (inbox.messages.length >= 8) await gate;
    },
  });
  await inbox.until(8);
  await shows(metrics, 'marquee_event_log_consumer_lag_messages{group="counters",topic="counted",partition="0"} 6');
  release();
  await inbox.until(10);
  await shows(metrics, 'marquee_event_log_consumer_lag_messages{group="counters",topic="counted",partition="0"} 0');
  await shows(metrics, 'marquee_event_log_commits_total{group="counters",topic="counted"} 3');
  await shows(metrics, 'marquee_event_log_batch_retries_total{group="counters",topic="counted"} 1');
  await shows(metrics, 'marquee_event_log_appended_messages_total{topic="counted"} 10');
  await shows(metrics, 'marquee_event_log_append_duration_seconds_count{outcome="acknowledged"} 1');
  await own.close();
  expect(await metrics.render()).not.toContain('partition="0"');
});

async function shows(metrics: ReturnType<typeof createMetrics>, line: string): Promise<void> {
  while (!(await metrics.render()).split("\n").includes(line)) await new Promise(setImmediate);
}

async function groupIs(state: string, group: string): Promise<void> {
  const admin = cluster.kafka.admin();
  await admin.connect();
  for (let now = ""; now !== state; ) {
    const { groups } = await admin.describeGroups([`${cluster.prefix}${group}`]);
    now = groups[0]?.state ?? "";
  }
  await admin.disconnect();
}
