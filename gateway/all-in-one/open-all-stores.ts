import type { AccountStores } from "@marquee/accounts/store/account-stores.js";
import { openAccountStores } from "@marquee/accounts/store/open-account-stores.js";
import type { MovieFoldStores, MovieStores } from "@marquee/movies/store/movie-stores.js";
import { openMovieFoldStores, openMovieStores } from "@marquee/movies/store/open-movie-stores.js";
import type { EngineConfig } from "@marquee/platform/config/engine-config.js";
import type { Engines } from "@marquee/platform/engines/engines.js";
import type { Logger } from "@marquee/platform/logger/logger.js";
import type { Lifecycle } from "@marquee/platform/service/lifecycle.js";
import { openRatingStores } from "@marquee/ratings/store/open-rating-stores.js";
import type { RatingStores } from "@marquee/ratings/store/rating-stores.js";
import { openReviewStores } from "@marquee/reviews/store/open-review-stores.js";
import type { ReviewStores } from "@marquee/reviews/store/review-stores.js";

/** What the projectors of every subgraph write to. */
export interface FoldStores {
  accounts: AccountStores;
  movies: MovieFoldStores;
  reviews: ReviewStores;
  ratings: RatingStores;
}

/** What every subgraph serves from too. */
export interface AllStores extends FoldStores {
  movies: MovieStores;
}

/** The stores of every subgraph, on the engines that were chosen. */
export async function openAllStores(
  config: Pick<EngineConfig, "DATA_DIR">,
  engines: Engines,
  parts: { logger: Logger; lifecycle: Lifecycle },
): Promise<AllStores> {
  const movies = await openMovieStores(engines, { ...parts, dataDir: config.DATA_DIR });
  return { ...(await openOthers(engines)), movies };
}

/** The same for a process that serves nothing; it keeps no files. */
export async function openFoldStores(engines: Pick<Engines, "store">): Promise<FoldStores> {
  return { ...(await openOthers(engines)), movies: await openMovieFoldStores(engines.store) };
}

async function openOthers({ store }: Pick<Engines, "store">): Promise<Omit<FoldStores, "movies">> {
  return {
    accounts: await openAccountStores(store),
    reviews: await openReviewStores(store),
    ratings: await openRatingStores(store),
  };
}
