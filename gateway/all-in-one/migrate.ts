import type { Engines } from "@marquee/platform/engines/engines.js";
import type { Logger } from "@marquee/platform/logger/logger.js";
import { migrateCassandra } from "@marquee/platform/store/migrate-cassandra.js";
import {
  FOLDED_TABLE_OWNERS,
  OWN_TABLE_OWNERS,
  readTableMigrations,
} from "@marquee/schema/tables/read-table-migrations.js";

interface MigrateOptions {
  logger: Logger;
  /** Ends waiting for other processes that migrate. */
  signal: AbortSignal;
}

/** Every owner's tables in their newest form; embedded stores bring their own up to date when they are opened. */
export async function migrate(engines: Engines, options: MigrateOptions): Promise<void> {
  const { store } = engines;
  if (store.kind !== "cassandra") return;
  await migrateCassandra({ ...options, database: store.own, owners: ALL_TABLES.own });
  await migrateFolded(engines, options);
}

/** Those that are folded from the log alone. */
export async function migrateFolded({ store }: Engines, options: MigrateOptions): Promise<void> {
  if (store.kind === "cassandra") {
    await migrateCassandra({ ...options, database: store.folded, owners: ALL_TABLES.folded });
  }
}

/** Every table, as a process needs them that does not migrate. */
export const ALL_TABLES = {
  own: OWN_TABLE_OWNERS.map(readTableMigrations),
  folded: FOLDED_TABLE_OWNERS.map(readTableMigrations),
};
