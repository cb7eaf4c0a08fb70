import { feedTableContract } from "@marquee/platform/projection/feed-table.contract.js";
import { openTempDatabase, type TempDatabase } from "@marquee/platform/testing/temp-database.js";
import { afterAll, beforeAll } from "vitest";
import { openEmbeddedRatingStores } from "./embedded-rating-stores.js";
import { ratingStoreContract } from "./rating-store.contract.js";

const TABLES = ["buckets", "told", "totals", "statistics", "feed", "feed_floor", "movies"];

let temp: TempDatabase;
beforeAll(async () => {
  temp = await openTempDatabase();
});
afterAll(() => temp.close());

async function openEmpty() {
  const stores = await openEmbeddedRatingStores(temp.database);
  await temp.database.write(TABLES.map((table) => ({ sql: `DELETE FROM ratings_${table}`, paramSets: [[]] })));
  return { ...stores, close: async () => {} };
}

ratingStoreContract("SQLite", openEmpty);

feedTableContract("SQLite, of ratings", async () => {
  const { fold, feed, close } = await openEmpty();
  return {
    table: feed,
    write: (partition, rows, applied) => {
      const statistics = { ratings: 0, sumOfScores: 0, position: applied };
      return fold.write([], { partition, moves: [], tallies: new Map(), statistics, feed: rows });
    },
    close,
  };
});
