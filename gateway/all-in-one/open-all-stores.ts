import { join } from "node:path";
import type { AccountStores } from "@marquee/accounts/store/account-stores.js";
import { openAccountStores } from "@marquee/accounts/store/open-account-stores.js";
import { openEmbeddedMovieStores } from "@marquee/movies/store/embedded-movie-stores.js";
import type { MovieStores } from "@marquee/movies/store/movie-stores.js";
import type { EngineConfig } from "@marquee/platform/config/engine-config.js";
import type { Engines } from "@marquee/platform/engines/engines.js";
import type { Logger } from "@marquee/platform/logger/logger.js";
import type { Lifecycle } from "@marquee/platform/service/lifecycle.js";
import { openSqliteDatabase } from "@marquee/platform/store/open-sqlite-database.js";
import { openRatingStores } from "@marquee/ratings/store/open-rating-stores.js";
import type { RatingStores } from "@marquee/ratings/store/rating-stores.js";
import { openReviewStores } from "@marquee/reviews/store/open-review-stores.js";
import type { ReviewStores } from "@marquee/reviews/store/review-stores.js";

export interface AllStores {
  accounts: AccountStores;
  movies: MovieStores;
  reviews: ReviewStores;
  ratings: RatingStores;
}

/** The stores that many processes may share. */
export async function openSharedStores({ store }: Engines): Promise<Omit<AllStores, "movies">> {
  return {
    accounts: await openAccountStores(store),
    reviews: await openReviewStores(store),
    ratings: await openRatingStores(store),
  };
}

/** The stores of every subgraph, on the engines that were chosen. The catalogue is in a file of this process in any case. */
export async function openAllStores(
  config: Pick<EngineConfig, "DATA_DIR">,
  engines: Engines,
  parts: { logger: Logger; lifecycle: Lifecycle },
): Promise<AllStores> {
  const { store } = engines;
  const file = store.kind === "embedded" ? store.database : await openCatalogueFile(config, parts);
  return { ...(await openSharedStores(engines)), movies: await openEmbeddedMovieStores(file) };
}

async function openCatalogueFile(
  config: Pick<EngineConfig, "DATA_DIR">,
  { logger, lifecycle }: { logger: Logger; lifecycle: Lifecycle },
) {
  const database = await openSqliteDatabase({ file: join(config.DATA_DIR, "catalogue.db"), logger });
  lifecycle.onClose("catalogue file", () => database.close());
  return database;
}
