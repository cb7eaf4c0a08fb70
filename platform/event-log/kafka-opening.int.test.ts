// A broker that takes connections and does not answer, as one does that is stopped or only just starting: opening goes on once it does.
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { createRecordingLogger } from "../testing/recording-logger.js";
import { type KafkaProxy, openKafkaProxy } from "./testing/kafka-proxy.js";
import { type KafkaTestCluster, kafkaTestCluster } from "./testing/kafka-test-cluster.js";

let cluster: KafkaTestCluster;
let proxy: KafkaProxy;

beforeAll(async () => {
  cluster = kafkaTestCluster(inject("kafka"));
  proxy = await openKafkaProxy(inject("kafka"));
});
afterAll(async () => {
  await cluster.close();
  await proxy.close();
});

test("opening waits for a broker that takes connections without an answer, and goes on when it answers", async () => {
  proxy.silent = true;
  const logger = createRecordingLogger();
  const { socketFactory } = proxy;
  const opening = cluster.open({ socketFactory, logger, limits: { requestTimeoutMs: 300 } });
  const said = () => logger.lines.map(({ message }) => message);
  await expect.poll(said, { timeout: 30_000 }).toContain(`waiting for Kafka at ${cluster.brokers.join(", ")}`);
  proxy.silent = false;
  const log = await opening;
  expect(await log.append("opened", [{ key: "k", value: "v" }])).toHaveLength(1);
});
