import type { StoreEngine } from "@marquee/platform/engines/engines.js";
import { cassandraTitleIndex } from "./cassandra-title-index.js";
import { openEmbeddedTitleIndex } from "./embedded-title-index.js";
import type { TitleIndex } from "./title-index.js";

/** On the engine that was chosen. */
export async function openTitleIndex(store: StoreEngine): Promise<TitleIndex> {
  return store.kind === "embedded" ? openEmbeddedTitleIndex(store.database) : cassandraTitleIndex(store.own);
}
