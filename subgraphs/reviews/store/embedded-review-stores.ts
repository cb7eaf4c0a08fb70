import { embeddedAliasTable } from "@marquee/platform/aliases/embedded-alias-table.js";
import { migrateEmbedded } from "@marquee/platform/store/migrate-embedded.js";
import type { SqliteDatabase } from "@marquee/platform/store/sqlite-database.js";
import { embeddedMovieStore } from "./embedded-movie-store.js";
import { embeddedReviewFeedStore } from "./embedded-review-feed-store.js";
import { embeddedReviewFoldStore } from "./embedded-review-fold-store.js";
import { embeddedReviewStore } from "./embedded-review-store.js";
import { embeddedTables } from "./embedded-tables.js";
import type { ReviewStores } from "./review-stores.js";

/** Makes the tables where they are missing. */
export async function openEmbeddedReviewStores(database: SqliteDatabase): Promise<ReviewStores> {
  await migrateEmbedded(database, "reviews", embeddedTables);
  return {
    reviews: embeddedReviewStore(database),
    fold: embeddedReviewFoldStore(database),
    feed: embeddedReviewFeedStore(database),
    movies: embeddedMovieStore(database),
    aliases: embeddedAliasTable(database, "reviews_aliases"),
  };
}
