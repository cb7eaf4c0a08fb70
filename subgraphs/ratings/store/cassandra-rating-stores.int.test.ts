import { openTestCassandra, type TestCassandra } from "@marquee/platform/testing/cassandra-test-database.js";
import { readTableMigrations } from "@marquee/schema/tables/read-table-migrations.js";
import { afterAll, beforeAll, inject } from "vitest";
import { openCassandraRatingStores } from "./cassandra-rating-stores.js";
import { ratingStoreContract } from "./rating-store.contract.js";

const TABLES = ["buckets", "totals", "statistics", "by_user", "places", "by_movie", "months", "movies"];

let cassandra: TestCassandra;
beforeAll(async () => {
  cassandra = await openTestCassandra(inject("cassandra"), [readTableMigrations("ratings")]);
});
afterAll(() => cassandra.close());

ratingStoreContract("Cassandra", async () => {
  await cassandra.truncate(...TABLES.map((table) => `ratings_${table}`));
  return { ...openCassandraRatingStores(cassandra.database), close: async () => {} };
});
