import type { StoreEngine } from "@marquee/platform/engines/engines.js";
import { openCassandraRatingStores } from "./cassandra-rating-stores.js";
import { openEmbeddedRatingStores } from "./embedded-rating-stores.js";
import type { RatingStores } from "./rating-stores.js";

export async function openRatingStores(store: StoreEngine): Promise<RatingStores> {
  return store.kind === "embedded" ? openEmbeddedRatingStores(store.database) : openCassandraRatingStores(store.folded);
}
