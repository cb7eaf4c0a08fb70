import { openTestCassandra } from "@marquee/platform/testing/cassandra-test-database.js";
import { readTableMigrations } from "@marquee/schema/tables/read-table-migrations.js";
import { inject } from "vitest";
import { cassandraCatalogue } from "./cassandra-catalogue.js";
import { catalogueContract } from "./catalogue.contract.js";

catalogueContract("cassandra-catalogue", async () => {
  const cassandra = await openTestCassandra(inject("cassandra"), [readTableMigrations("movies")]);
  return {
    catalogue: cassandraCatalogue(cassandra.database),
    empty: () => cassandra.truncate("movies", "movies_by_external_id", "movies_by_title", "movies_counts"),
    close: () => cassandra.close(),
  };
});
