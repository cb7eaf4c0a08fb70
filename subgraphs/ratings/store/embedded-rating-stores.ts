import { embeddedAliasTable } from "@marquee/platform/aliases/embedded-alias-table.js";
import { migrateEmbedded } from "@marquee/platform/store/migrate-embedded.js";
import type { SqliteDatabase } from "@marquee/platform/store/sqlite-database.js";
import { embeddedMovieFactsStore } from "./embedded-movie-facts-store.js";
import { embeddedRatingFeedStore } from "./embedded-rating-feed-store.js";
import { embeddedRatingFoldStore } from "./embedded-rating-fold-store.js";
import { embeddedRatingStore } from "./embedded-rating-store.js";
import { embeddedTables } from "./embedded-tables.js";
import type { RatingStores } from "./rating-stores.js";

/** The rating tables in SQLite, brought up to date. */
export async function openEmbeddedRatingStores(database: SqliteDatabase): Promise<RatingStores> {
  await migrateEmbedded(database, "ratings", embeddedTables);
  return {
    ratings: embeddedRatingStore(database),
    feed: embeddedRatingFeedStore(database),
    facts: embeddedMovieFactsStore(database),
    aliases: embeddedAliasTable(database, "ratings_aliases"),
    fold: embeddedRatingFoldStore(database),
  };
}
