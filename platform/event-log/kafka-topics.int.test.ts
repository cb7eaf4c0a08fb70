import { ConfigResourceTypes } from "kafkajs";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { createRecordingLogger } from "../testing/recording-logger.js";
import { openKafkaProxy } from "./testing/kafka-proxy.js";
import { type KafkaTestCluster, kafkaTestCluster } from "./testing/kafka-test-cluster.js";

let cluster: KafkaTestCluster;
beforeAll(() => {
  cluster = kafkaTestCluster(inject("kafka"));
});
afterAll(() => cluster.close());

test("makes a topic once, however many ask for it at once, with its settings", async () => {
  const topicSettings = () => ({ retentionMs: 60_000, compacted: true });
  const logs = await Promise.all([1, 2, 3].map(() => cluster.open({ partitions: 3, topicSettings })));
  expect(await Promise.all(logs.map((log) => log.partitions("made")))).toEqual([3, 3, 3]);
  const admin = cluster.kafka.admin();
  await admin.connect();
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [{ type: ConfigResourceTypes.TOPIC, name: `${cluster.prefix}made` }],
  });
  await admin.disconnect();
  const settings = resources[0]?.configEntries.map(({ configName, configValue }) => [configName, configValue]);
  expect(Object.fromEntries(settings ?? [])).toMatchObject({
    "cleanup.policy": "compact",
    "retention.ms": "60000",
    "min.insync.replicas": "1",
    "unclean.leader.election.enable": "false",
    "max.message.bytes": `${8 * 1024 * 1024}`,
    "message.timestamp.type": "LogAppendTime",
  });
});

test("refuses a topic with another number of partitions", async () => {
  await (await cluster.open({ partitions: 2 })).partitions("two");
  const log = await cluster.open({ partitions: 4 });
  const fault = { code: "CONFIG_INVALID", message: expect.stringMatching(/has 2 partitions.*asks for 4/) };
  await expect(log.append("two", [{ key: "k", value: "v" }])).rejects.toMatchObject(fault);
  await expect(log.positions("two")).rejects.toMatchObject(fault);
});

test("says what is wrong when a topic can't be made", async () => {
  const log = await cluster.open({ replication: 9 });
  const fault = { code: "CONFIG_INVALID", message: expect.stringMatching(/fewer brokers/) };
  await expect(log.append("copied", [{ key: "k", value: "v" }])).rejects.toMatchObject(fault);
});

test("waits for a cluster that is not there yet", async () => {
  const proxy = await openKafkaProxy(inject("kafka"));
  proxy.cut();
  const logger = createRecordingLogger();
  const told = new Promise<void>((resolve) => {
    const { child } = logger;
    logger.child = (fields) => {
      const own = child(fields);
      return { ...own, info: (extra, message) => [own.info(extra, message), resolve()][0] };
    };
  });
  const opening = cluster.open({ socketFactory: proxy.socketFactory, logger });
  await told;
  proxy.allow();
  const log = await opening;
  expect(await log.partitions("waited")).toBe(4);
  const infos = logger.lines.filter(({ level }) => level === "info").map(({ message }) => message);
  expect(infos[0]).toBe(`waiting for Kafka at ${inject("kafka")}`);
  expect(infos).toContain("Kafka is there");
  await log.close();
  await proxy.close();
});

test("gives up waiting when it is told to", async () => {
  const stop = new AbortController();
  const opening = cluster.open({ brokers: ["127.0.0.1:1"], signal: stop.signal });
  stop.abort();
  await expect(opening).rejects.toMatchObject({ code: "UNAVAILABLE" });
});

test("says nothing but that topics were made when all is well", async () => {
  const logger = createRecordingLogger();
  const log = await cluster.open({ logger });
  await log.append("calm", [{ key: "k", value: "v" }]);
  let handled = () => {};
  const first = new Promise<void>((resolve) => {
    handled = resolve;
  });
  await log.consume({ group: "calm", topic: "calm", onBatch: async () => handled() });
  await first;
  await log.close();
  const lines = logger.lines.filter(({ level }) => level !== "debug");
  expect(lines.map(({ level, message }) => `${level}: ${message}`)).toEqual(["info: topic made"]);
});
