import { join } from "node:path";
import type { Clock } from "../clock/clock.js";
import { cassandraConnection } from "../config/cassandra-config.js";
import type { EngineConfig } from "../config/engine-config.js";
import { kafkaConnection } from "../config/kafka-config.js";
import { openEmbeddedEventLog } from "../event-log/embedded-event-log.js";
import type { EventLog } from "../event-log/event-log.js";
import { openKafkaEventLog } from "../event-log/kafka-event-log.js";
import type { Logger } from "../logger/logger.js";
import type { Lifecycle } from "../service/lifecycle.js";
import type { Metrics } from "../service/metrics.js";
import { openCassandraDatabase } from "../store/cassandra-database.js";
import { openSqliteDatabase } from "../store/open-sqlite-database.js";
import type { SqliteDatabase } from "../store/sqlite-database.js";
import type { Engines, StoreEngine } from "./engines.js";

interface TopicSettings {
  retentionMs: number | null;
  compacted: boolean;
}

export interface EngineParts {
  clock: Clock;
  logger: Logger;
  metrics: Metrics;
  lifecycle: Lifecycle;
  /** Ends waiting for engines that are not there. */
  signal: AbortSignal;
  /** How long a log that can forget keeps each topic, by its name; those that are not named are kept for ever. */
  topicSettings?: Readonly<Record<string, TopicSettings>>;
}

/**
 * Opens what the configuration chose. Where an engine is not there yet it waits, and says so in the log. Embedded engines belong to
 * this process: whoever calls has locked DATA_DIR.
 */
export async function openEngines(config: EngineConfig, parts: EngineParts): Promise<Engines> {
  const { clock, logger, lifecycle } = parts;
  let database: SqliteDatabase | undefined;
  const embedded = async (): Promise<SqliteDatabase> => {
    if (database !== undefined) return database;
    const opened = await openSqliteDatabase({ file: join(config.DATA_DIR, "marquee.db"), logger });
    lifecycle.onClose("embedded store", () => opened.close());
    database = opened;
    return opened;
  };
  const store = await openStore(config, parts, embedded);
  const log =
    config.EVENT_LOG === "embedded"
      ? await openEmbeddedEventLog({
          database: await embedded(),
          partitions: config.EVENT_LOG_PARTITIONS,
          clock,
          logger,
        })
      : await openKafka(config, parts);
  lifecycle.onClose("event log", () => log.close());
  return { store, log };
}

/** Kafka alone, with the groups of the tables that the configuration names. */
export function openKafka(
  config: EngineConfig,
  { logger, metrics, signal, topicSettings }: Omit<EngineParts, "clock" | "lifecycle">,
): Promise<EventLog> {
  const prefix = config.KAFKA_TOPIC_PREFIX;
  // Offsets say what is in the tables: other tables, other groups.
  const tables = config.STORE === "embedded" ? "embedded" : foldedKeyspace(config);
  return openKafkaEventLog({
    ...kafkaConnection(config),
    clientId: "marquee",
    topicPrefix: prefix,
    groupPrefix: `${prefix}${tables}.`,
    partitions: config.EVENT_LOG_PARTITIONS,
    replication: config.KAFKA_REPLICATION,
    minInsyncReplicas: config.KAFKA_MIN_INSYNC,
    topicSettings: (topic) => topicSettings?.[topic],
    logger,
    metrics,
    signal,
  });
}

async function openStore(
  config: EngineConfig,
  { logger, metrics, lifecycle, signal }: EngineParts,
  embedded: () => Promise<SqliteDatabase>,
): Promise<StoreEngine> {
  if (config.STORE === "embedded") return { kind: "embedded", database: await embedded() };
  const open = async (keyspace: string) => {
    const opened = await openCassandraDatabase({ ...cassandraConnection(config), keyspace, logger, metrics, signal });
    lifecycle.onClose(`Cassandra keyspace ${keyspace}`, () => opened.close());
    return opened;
  };
  const own = await open(config.CASSANDRA_KEYSPACE);
  const keyspace = foldedKeyspace(config);
  const folded = keyspace === config.CASSANDRA_KEYSPACE ? own : await open(keyspace);
  return { kind: "cassandra", own, folded };
}

/** Where the tables lie that are folded from the log. */
export function foldedKeyspace(config: Pick<EngineConfig, "CASSANDRA_FOLDED_KEYSPACE" | "CASSANDRA_KEYSPACE">): string {
  return config.CASSANDRA_FOLDED_KEYSPACE ?? config.CASSANDRA_KEYSPACE;
}
