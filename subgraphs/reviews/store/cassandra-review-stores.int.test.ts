import { feedTableContract } from "@marquee/platform/projection/feed-table.contract.js";
import { openTestCassandra, type TestCassandra } from "@marquee/platform/testing/cassandra-test-database.js";
import { readTableMigrations } from "@marquee/schema/tables/read-table-migrations.js";
import { afterAll, beforeAll, inject } from "vitest";
import { openCassandraReviewStores } from "./cassandra-review-stores.js";
import { movieStoreContract } from "./movie-store.contract.js";
import { reviewStoresContract } from "./review-stores.contract.js";
import type { ReviewStores } from "./review-stores.js";

let cassandra: TestCassandra;
let stores: ReviewStores;
beforeAll(async () => {
  cassandra = await openTestCassandra(inject("cassandra"), [readTableMigrations("reviews")]);
  stores = openCassandraReviewStores(cassandra.database);
});
afterAll(() => cassandra?.close());

const close = async () => {};

reviewStoresContract("Cassandra", async () => ({ stores, close }));
movieStoreContract("Cassandra", async () => ({ movies: stores.movies, close }));
feedTableContract("Cassandra, as reviews have it", async () => {
  await cassandra.truncate("reviews_feed", "reviews_feed_slices", "reviews_feed_partitions");
  return {
    table: stores.feed,
    write: (partition, feed, position) =>
      stores.fold.writeFollowers({ partition, moves: [], statistics: { reviews: 0, position }, feed }),
    close,
  };
});
