import { randomBytes } from "node:crypto";
import { kafkaTestCluster } from "@marquee/platform/event-log/testing/kafka-test-cluster.js";
import { afterAll, inject } from "vitest";
import { loadedMovieLensContract } from "./load-movielens.contract.js";

const cluster = kafkaTestCluster(inject("kafka"));
const keyspace = `test_${randomBytes(8).toString("hex")}`;
afterAll(() => cluster.close());

loadedMovieLensContract(
  "Cassandra and Kafka",
  (DATA_DIR) => ({
    DATA_DIR,
    STORE: "cassandra",
    EVENT_LOG: "kafka",
    CASSANDRA_CONTACT_POINTS: inject("cassandra"),
    CASSANDRA_KEYSPACE: keyspace,
    CASSANDRA_REPLICATION: "1",
    KAFKA_BROKERS: inject("kafka"),
    KAFKA_TOPIC_PREFIX: cluster.prefix,
    KAFKA_REPLICATION: "1",
    KAFKA_MIN_INSYNC: "1",
  }),
  {
    timeoutMs: 240_000,
    async drop({ store }) {
      if (store.kind === "cassandra") await store.own.changeSchema(`DROP KEYSPACE ${keyspace}`);
    },
  },
);
