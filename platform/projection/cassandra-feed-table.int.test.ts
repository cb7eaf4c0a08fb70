import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { type CqlDatabase, cql } from "../store/cql-database.js";
import { openTestCassandra, type TestCassandra } from "../testing/cassandra-test-database.js";
import { cassandraFeedTable } from "./cassandra-feed-table.js";
import { feedTableContract } from "./feed-table.contract.js";

const TABLES = ["feed", "feed_slices", "feed_partitions"];
const MIGRATIONS = {
  owner: "feed",
  migrations: [
    {
      number: 1,
      name: "feed",
      statements: [
        `CREATE TABLE IF NOT EXISTS feed (partition int, slice bigint, position bigint, appended_at bigint, value text,
          PRIMARY KEY ((partition, slice), position))`,
        "CREATE TABLE IF NOT EXISTS feed_slices (partition int, slice bigint, PRIMARY KEY (partition, slice))",
        "CREATE TABLE IF NOT EXISTS feed_partitions (partition int PRIMARY KEY, oldest bigint, applied bigint)",
      ],
    },
  ],
};

let cassandra: TestCassandra;
beforeAll(async () => {
  cassandra = await openTestCassandra(inject("cassandra"), [MIGRATIONS]);
});
afterAll(() => cassandra.close());

feedTableContract("Cassandra", async () => {
  await cassandra.truncate(...TABLES);
  const { database } = cassandra;
  const table = cassandraFeedTable<unknown>(database, "feed");
  return {
    table,
    write: (partition, rows, applied) => database.write(table.mutations(partition, rows, applied)),
    close: async () => {},
  };
});

describe("a feed table in Cassandra", () => {
  const row = (position: number) => ({ position, appendedAt: position, value: JSON.stringify({ position }) });
  const rows = [5, 9_000, 30_001, 40_002].map(row);
  beforeEach(async () => {
    await cassandra.truncate(...TABLES);
    const { database } = cassandra;
    await database.write(cassandraFeedTable(database, "feed").mutations(0, rows, 40_002));
  });

  it("does not bring back what was forgotten when a write comes late", async () => {
    const { database } = cassandra;
    const table = cassandraFeedTable(database, "feed");
    await table.prune(30_002);
    await database.write(table.mutations(0, rows, 40_002));
    expect(await table.read(0, -1, 50_000, 10)).toEqual([{ position: 40_002 }]);
    expect(await table.oldest(0)).toBe(30_002);
  });

  it("has said that records are gone before they are, wherever pruning stops, and finishes the next time", async () => {
    const { database } = cassandra;
    const table = cassandraFeedTable(database, "feed");
    for (const allowed of [0, 1, 1]) {
      const pruning = cassandraFeedTable(stopAfter(database, allowed), "feed").prune(40_002);
      await expect(pruning).rejects.toThrow("stopped");
      const left = await table.read(0, -1, 50_000, 10);
      if (left.length < rows.length) expect(await table.oldest(0)).toBe(30_002);
    }
    await table.prune(40_002);
    expect(await table.read(0, -1, 50_000, 10)).toEqual([{ position: 40_002 }]);
    expect(await database.all(cql("SELECT slice FROM feed_slices WHERE partition = 0"), [])).toEqual([
      { slice: 3 },
      { slice: 4 },
    ]);
  });
});

/** The database of a process that dies after so many writes. */
function stopAfter(database: CqlDatabase, writes: number): CqlDatabase {
  let left = writes;
  return {
    ...database,
    async write(mutations) {
      if (left-- <= 0) throw new Error("stopped");
      await database.write(mutations);
    },
  };
}
