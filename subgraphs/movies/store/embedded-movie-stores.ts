import { migrateEmbedded } from "@marquee/platform/store/migrate-embedded.js";
import type { SqliteDatabase } from "@marquee/platform/store/sqlite-database.js";
import { embeddedCatalogue } from "./embedded-catalogue.js";
import { embeddedLeaderboard } from "./embedded-leaderboard.js";
import { EmbeddedMovieIndex } from "./embedded-movie-index.js";
import { MOVIE_MIGRATIONS } from "./embedded-movie-tables.js";
import { embeddedPopularityFold } from "./embedded-popularity-fold.js";
import type { MovieStores } from "./movie-stores.js";

/** All of them in one file, folded together. Makes or migrates the tables. Throws STORE_TOO_NEW. */
export async function openEmbeddedMovieStores(
  database: SqliteDatabase,
): Promise<Required<Omit<MovieStores, "boards">>> {
  await migrateEmbedded(database, "movies", MOVIE_MIGRATIONS);
  return {
    catalogue: embeddedCatalogue(database),
    index: new EmbeddedMovieIndex(database),
    leaderboard: embeddedLeaderboard(database),
    popularity: embeddedPopularityFold(database),
  };
}
