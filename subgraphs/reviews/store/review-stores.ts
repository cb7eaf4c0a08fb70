import type { AliasTable } from "@marquee/platform/aliases/alias-table.js";
import type { MovieStore } from "./movie-store.js";
import type { ReviewFeedStore } from "./review-feed-store.js";
import type { ReviewFoldStore } from "./review-fold-store.js";
import type { ReviewStore } from "./review-store.js";

/** All that reviews keep, for serving (`reviews`, `feed`, `movies`) and for projecting (`fold`, `feed`, `movies`). */
export interface ReviewStores {
  reviews: ReviewStore;
  fold: ReviewFoldStore;
  feed: ReviewFeedStore;
  movies: MovieStore;
  /** Movies that stand for others. */
  aliases: AliasTable;
}
