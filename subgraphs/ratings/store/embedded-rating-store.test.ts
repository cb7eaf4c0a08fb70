import { migrateEmbedded } from "@marquee/platform/store/migrate-embedded.js";
import { openTempDatabase, type TempDatabase } from "@marquee/platform/testing/temp-database.js";
import { afterAll, beforeAll } from "vitest";
import { embeddedRatingFeedStore } from "./embedded-rating-feed-store.js";
import { embeddedRatingFoldStore } from "./embedded-rating-fold-store.js";
import { embeddedRatingStore } from "./embedded-rating-store.js";
import { embeddedTables } from "./embedded-tables.js";
import { ratingStoreContract } from "./rating-store.contract.js";

const TABLES = ["buckets", "listed", "totals", "statistics", "feed", "feed_floor"];

let temp: TempDatabase;
beforeAll(async () => {
  temp = await openTempDatabase();
  await migrateEmbedded(temp.database, "ratings", embeddedTables);
});
afterAll(() => temp.close());

ratingStoreContract("SQLite", async () => {
  const { database } = temp;
  await database.write(TABLES.map((table) => ({ sql: `DELETE FROM ratings_${table}`, paramSets: [[]] })));
  return {
    fold: embeddedRatingFoldStore(database),
    ratings: embeddedRatingStore(database),
    feed: embeddedRatingFeedStore(database),
    close: async () => {},
  };
});
