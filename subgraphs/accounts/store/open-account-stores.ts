import { type Clock, systemClock } from "@marquee/platform/clock/clock.js";
import type { StoreEngine } from "@marquee/platform/engines/engines.js";
import type { AccountStores } from "./account-stores.js";
import { openCassandraAccountStores } from "./cassandra-account-stores.js";
import { openEmbeddedAccountStores } from "./embedded-account-stores.js";

export async function openAccountStores(store: StoreEngine, clock: Clock = systemClock): Promise<AccountStores> {
  return store.kind === "embedded"
    ? openEmbeddedAccountStores(store.database)
    : openCassandraAccountStores({ own: store.own, folded: store.folded, clock });
}
