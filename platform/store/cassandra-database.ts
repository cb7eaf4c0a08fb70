import { randomInt } from "node:crypto";
import { AppError } from "../errors/app-error.js";
import { connectCassandra } from "./cassandra-connect.js";
import { changeSchema, useKeyspace } from "./cassandra-keyspace.js";
import { createCassandraMetrics } from "./cassandra-metrics.js";
import { type CassandraOptions, DEFAULT_LIMITS } from "./cassandra-options.js";
import { createReads } from "./cassandra-reads.js";
import { RequestGate } from "./cassandra-request-gate.js";
import { createWrites } from "./cassandra-writes.js";
import { cql } from "./cql-database.js";
import { MIGRATIONS_TABLE, type SchemaDatabase } from "./migrate-cassandra.js";

// Of another partition, and so of other nodes, each time.
const PROBE = cql(`SELECT number FROM ${MIGRATIONS_TABLE} WHERE owner = ? LIMIT 1`, "text");
const PROBES = 1_000_000;

/**
 * Opens a pool of connections. Where Cassandra or the keyspace is absent it waits, and says so in the log. Throws CONFIG_INVALID
 * for what waiting will not mend, UNAVAILABLE when the signal aborts. Heals by itself when nodes go and come back.
 */
export async function openCassandraDatabase(options: CassandraOptions): Promise<SchemaDatabase> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const metrics = createCassandraMetrics(options.metrics, options.keyspace);
  const client = await connectCassandra(options, limits, metrics.driver);
  try {
    await useKeyspace(client, options);
  } catch (error) {
    await client.shutdown();
    throw error;
  }
  const { maxInFlight, maxWaitingCalls } = limits;
  const gate = new RequestGate({ maxInFlight, maxWaitingCalls });
  metrics.watch(gate);
  const session = { client, gate, metrics, limits };
  const reads = createReads(session);
  return {
    keyspace: options.keyspace,
    ...reads,
    ...createWrites(session),
    changeSchema: (ddl, before) => changeSchema(client, typeof ddl === "string" ? [ddl] : ddl, before),
    async ping() {
      try {
        await reads.all(PROBE, [`probe ${randomInt(PROBES)}`]);
      } catch (error) {
        throw new AppError("UNAVAILABLE", "Cassandra does not answer at quorum.", { cause: error });
      }
    },
    async close() {
      gate.close();
      await client.shutdown();
    },
  };
}
