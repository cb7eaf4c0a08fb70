// A follower of real Kafka: restarts, topics made anew, and messages that the brokers have let go.
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import type { EventLog } from "../event-log/event-log.js";
import { type KafkaTestCluster, kafkaTestCluster } from "../event-log/testing/kafka-test-cluster.js";
import { createRecordingLogger } from "../testing/recording-logger.js";
import { openTempDatabase, type TempDatabase } from "../testing/temp-database.js";
import { openEmbeddedFollowerStore } from "./embedded-follower-store.js";
import { type Follower, startFollower } from "./follower.js";

const TOPIC = "words";

let cluster: KafkaTestCluster;
let temp: TempDatabase;
/** What was folded, in order, since it was last taken. */
let seen: string[];

beforeEach(async () => {
  cluster = kafkaTestCluster(inject("kafka"));
  temp = await openTempDatabase();
  seen = [];
});
afterEach(async () => {
  await cluster.close();
  await temp.close();
});

async function follow(log: EventLog): Promise<Follower> {
  return startFollower({
    log,
    store: await openEmbeddedFollowerStore(temp.database, []),
    logger: createRecordingLogger(),
    topics: [
      {
        projection: {
          name: "test",
          topic: TOPIC,
          parse: ({ value }) => value,
          apply: async ({ events }) => {
            seen.push(...events.map(({ event }) => event));
            return [];
          },
        },
      },
    ],
  });
}

const append = (log: EventLog, ...values: string[]) =>
  log.append(
    TOPIC,
    values.map((value) => ({ key: "k", value })),
  );

async function followOnce(log: EventLog): Promise<string[]> {
  const follower = await follow(log);
  // Told when it begins anew meanwhile; then it is waited for once more.
  await follower.caughtUp().catch(() => follower.caughtUp());
  await follower.close();
  return seen.splice(0);
}

test("follows what comes, and goes on after a restart where it stopped", async () => {
  const log = await cluster.open();
  await append(log, "a", "b");
  const follower = await follow(log);
  await follower.caughtUp();
  const [at] = await append(log, "c");
  expect(await follower.wait(TOPIC, at?.partition ?? 0, at?.position ?? 0, 10_000)).toBe(true);
  await follower.close();
  expect(seen.splice(0)).toEqual(["a", "b", "c"]);
  expect(await followOnce(log)).toEqual([]);
  await append(log, "d");
  expect(await followOnce(log)).toEqual(["d"]);
});

test("a topic that was made anew is folded from the beginning, though it is as long as the old one", async () => {
  const first = await cluster.open();
  await append(first, "a", "b");
  expect(await followOnce(first)).toEqual(["a", "b"]);
  await first.close();
  const admin = cluster.kafka.admin();
  await admin.connect();
  await admin.deleteTopics({ topics: [`${cluster.prefix}${TOPIC}`] });
  await admin.disconnect();
  const second = await cluster.open();
  await append(second, "x", "y");
  expect(await followOnce(second)).toEqual(["x", "y"]);
});

test("messages that are gone before they were seen make it begin anew with what there is", async () => {
  const log = await cluster.open();
  await append(log, "a");
  expect(await followOnce(log)).toEqual(["a"]);
  const [at] = await append(log, "b", "c");
  const partition = at?.partition ?? 0;
  const admin = cluster.kafka.admin();
  await admin.connect();
  const topic = `${cluster.prefix}${TOPIC}`;
  // kafkajs looks for leaders only among topics that it has heard of.
  await admin.fetchTopicOffsets(topic);
  await admin.deleteTopicRecords({ topic, partitions: [{ partition, offset: "2" }] });
  await admin.disconnect();
  expect(await followOnce(log)).toEqual(["c"]);
});
