import { openTestCassandra } from "@marquee/platform/testing/cassandra-test-database.js";
import { readTableMigrations } from "@marquee/schema/tables/read-table-migrations.js";
import { inject } from "vitest";
import { cassandraImportCheckpoints } from "./cassandra-import-checkpoints.js";
import { importCheckpointsContract } from "./import-checkpoints.contract.js";

importCheckpointsContract("cassandra", async () => {
  const { database, close } = await openTestCassandra(inject("cassandra"), [readTableMigrations("loaders")]);
  return {
    checkpoints: cassandraImportCheckpoints(database),
    reopen: async () => cassandraImportCheckpoints(database),
    close,
  };
});
