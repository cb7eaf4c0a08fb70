import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { silentLogger } from "../logger/logger.js";
import { createMetrics } from "../service/metrics.js";
import { openCassandraDatabase } from "./cassandra-database.js";
import { cql } from "./cql-database.js";
import { migrateCassandra, requireMigrated, type SchemaDatabase } from "./migrate-cassandra.js";

const ADD_COLUMN = "ALTER TABLE things ADD IF NOT EXISTS colour text";
const FIRST = { number: 1, name: "things", statements: ["CREATE TABLE IF NOT EXISTS things (id text PRIMARY KEY)"] };
const SECOND = { number: 2, name: "colours", statements: [ADD_COLUMN] };
const ROUNDS = 3;
const PROCESSES = 4;

let sessions: SchemaDatabase[];

const open = (keyspace: string) =>
  openCassandraDatabase({
    contactPoints: [inject("cassandra")],
    localDatacenter: "datacenter1",
    keyspace,
    replication: 1,
    logger: silentLogger,
    metrics: createMetrics(),
  });

beforeAll(() => {
  sessions = [];
});
afterAll(async () => {
  for (const session of sessions) {
    await session.changeSchema(`DROP KEYSPACE IF EXISTS ${session.keyspace}`);
    await session.close();
  }
});

test("any number may migrate a new keyspace at once, while others wait for it", async () => {
  // Whether two meet in the wrong moment is chance; a few rounds make it likely.
  for (let round = 0; round < ROUNDS; round += 1) {
    const keyspace = `test_${randomBytes(8).toString("hex")}`;
    const opened = await Promise.all(Array.from({ length: PROCESSES }, () => open(keyspace)));
    sessions.push(...opened);
    const owners = [{ owner: "test", migrations: [FIRST, SECOND] }];
    await Promise.all([
      ...opened.map((database) => migrateCassandra({ database, owners, logger: silentLogger })),
      ...opened.map((database) => requireMigrated({ database, owners, logger: silentLogger })),
    ]);
    expect(await opened[0]?.all(cql("SELECT id, colour FROM things LIMIT 1"), [])).toEqual([]);
  }
});

test("a program goes on behind steps of a newer one; a breaking one, and one that was changed, are refused", async () => {
  const database = await open(`test_${randomBytes(8).toString("hex")}`);
  sessions.push(database);
  const migrate = (...migrations: (typeof FIRST)[]) =>
    migrateCassandra({ database, owners: [{ owner: "test", migrations }], logger: silentLogger });
  await migrate(FIRST);
  await migrate(FIRST, SECOND);
  await migrate(FIRST);
  await requireMigrated({ database, owners: [{ owner: "test", migrations: [FIRST] }], logger: silentLogger });
  await expect(migrate(FIRST, { ...SECOND, statements: [ADD_COLUMN.replace("text", "int")] })).rejects.toMatchObject({
    code: "STORE_DAMAGED",
  });
  await migrate(FIRST, SECOND, { number: 3, name: "gone.breaking", statements: ["ALTER TABLE things DROP colour"] });
  await expect(migrate(FIRST, SECOND)).rejects.toMatchObject({ code: "STORE_TOO_NEW" });
});
