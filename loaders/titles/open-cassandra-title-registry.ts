import type { Clock } from "@marquee/platform/clock/clock.js";
import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import type { CqlDatabase } from "@marquee/platform/store/cql-database.js";
import { cassandraTitleStore } from "./cassandra-title-store.js";
import { createStoredTitleRegistry } from "./stored-title-registry.js";
import type { TitleRegistry } from "./title-registry.js";

export interface OpenCassandraTitleRegistryOptions {
  /** Of the keyspace for what is not folded; its tables are there already. */
  database: CqlDatabase;
  log: EventLog;
  clock: Clock;
  /** How long a load that was killed keeps others waiting; default 60. */
  leaseSeconds?: number;
}

/** For several load processes at once: titles are changed by one at a time. Closing it leaves the database and the log open. */
export function openCassandraTitleRegistry(options: OpenCassandraTitleRegistryOptions): TitleRegistry {
  const { log, clock, ...store } = options;
  return createStoredTitleRegistry({ store: cassandraTitleStore(store), log, clock });
}
