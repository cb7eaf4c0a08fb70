import { generateKeyPairSync, randomBytes } from "node:crypto";
import { dropKeyspace } from "./cassandra-keyspace.js";
import { deleteTopics } from "./kafka-topics.js";
import type { TestEnvironment } from "./open-environment.js";

/** What every process of one Marquee on a cluster has to be told: a keyspace and topics that nobody else has, and keys. */
export function clusterOf(
  environment: TestEnvironment,
  engines: { cassandra: string; kafka: string },
): Readonly<Record<string, string>> {
  const id = randomBytes(6).toString("hex");
  const [keyspace, prefix] = [`e2e_${id}`, `e2e-${id}.`];
  environment.onDispose(() => deleteTopics(engines.kafka, prefix));
  environment.onDispose(() => dropKeyspace(engines.cassandra, keyspace));
  return {
    STORE: "cassandra",
    EVENT_LOG: "kafka",
    EVENT_LOG_PARTITIONS: "2",
    CASSANDRA_CONTACT_POINTS: engines.cassandra,
    CASSANDRA_KEYSPACE: keyspace,
    CASSANDRA_REPLICATION: "1",
    KAFKA_BROKERS: engines.kafka,
    KAFKA_TOPIC_PREFIX: prefix,
    KAFKA_REPLICATION: "1",
    KAFKA_MIN_INSYNC: "1",
    // A dozen processes and two engines may share a few cores.
    SUBGRAPH_TIMEOUT_MS: "60000",
    CURSOR_KEYS: randomBytes(32).toString("base64url"),
    GATEWAY_SECRETS: randomBytes(32).toString("base64url"),
    JWT_KEYS: signingKey(),
  };
}

/** A private Ed25519 key as a JSON Web Key, in base64url. */
function signingKey(): string {
  const key = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
  return Buffer.from(JSON.stringify(key)).toString("base64url");
}
