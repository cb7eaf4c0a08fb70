import { openTestCassandra } from "@marquee/platform/testing/cassandra-test-database.js";
import { readTableMigrations } from "@marquee/schema/tables/read-table-migrations.js";
import { inject } from "vitest";
import { cassandraTitleIndex } from "./cassandra-title-index.js";
import { titleIndexContract } from "./title-index.contract.js";

titleIndexContract("the title index in Cassandra", async () => {
  const { database, close } = await openTestCassandra(inject("cassandra"), [readTableMigrations("streams")]);
  return { index: cassandraTitleIndex(database), close };
});
