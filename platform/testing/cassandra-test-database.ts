import { randomBytes } from "node:crypto";
import { silentLogger } from "../logger/logger.js";
import { createMetrics } from "../service/metrics.js";
import { openCassandraDatabase } from "../store/cassandra-database.js";
import type { CassandraOptions } from "../store/cassandra-options.js";
import { type CqlMigrations, migrateCassandra, type SchemaDatabase } from "../store/migrate-cassandra.js";

export interface TestCassandra {
  readonly database: SchemaDatabase;
  /** Empties tables. Costs some 50 ms each: one test file had better use keys of its own in every test. */
  truncate(...tables: string[]): Promise<void>;
  /** Drops the keyspace. */
  close(): Promise<void>;
}

/** A keyspace of its own on a node that runs (host:port), with the tables of these owners. One a test file: tables are slow to make. */
export async function openTestCassandra(
  contactPoint: string,
  owners: readonly CqlMigrations[],
  overrides: Partial<CassandraOptions> = {},
): Promise<TestCassandra> {
  const database = await openCassandraDatabase({
    contactPoints: [contactPoint],
    localDatacenter: "datacenter1",
    keyspace: `test_${randomBytes(8).toString("hex")}`,
    replication: 1,
    logger: silentLogger,
    metrics: createMetrics(),
    ...overrides,
  });
  const close = async () => {
    await database.changeSchema(`DROP KEYSPACE IF EXISTS ${database.keyspace}`);
    await database.close();
  };
  try {
    await migrateCassandra({ database, owners, logger: silentLogger });
  } catch (error) {
    await close();
    throw error;
  }
  return {
    database,
    async truncate(...tables) {
      for (const table of tables) await database.changeSchema(`TRUNCATE ${table}`);
    },
    close,
  };
}
