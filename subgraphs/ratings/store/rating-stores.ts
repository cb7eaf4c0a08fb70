import type { AliasTable } from "@marquee/platform/aliases/alias-table.js";
import type { MovieFactsStore } from "./movie-facts-store.js";
import type { RatingFeedStore } from "./rating-feed-store.js";
import type { RatingFoldStore } from "./rating-fold-store.js";
import type { RatingStore } from "./rating-store.js";

/** Every table of the ratings, whatever engine they are in: what serving reads and what projecting writes. */
export interface RatingStores {
  ratings: RatingStore;
  feed: RatingFeedStore;
  facts: MovieFactsStore;
  /** Movies that stand for others. */
  aliases: AliasTable;
  fold: RatingFoldStore;
}
