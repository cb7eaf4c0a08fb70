import type { StoreEngine } from "@marquee/platform/engines/engines.js";
import { openCassandraReviewStores } from "./cassandra-review-stores.js";
import { openEmbeddedReviewStores } from "./embedded-review-stores.js";
import type { ReviewStores } from "./review-stores.js";

export async function openReviewStores(store: StoreEngine): Promise<ReviewStores> {
  return store.kind === "embedded" ? openEmbeddedReviewStores(store.database) : openCassandraReviewStores(store.folded);
}
