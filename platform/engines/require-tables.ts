import { type CqlMigrations, type MigrationOptions, requireMigrated } from "../store/migrate-cassandra.js";
import type { StoreEngine } from "./engines.js";

/**
 * Waits until somebody has brought these tables to the form that this program knows; embedded stores do that themselves when they are
 * opened. Throws STORE_TOO_NEW.
 */
export async function requireTables(
  store: StoreEngine,
  { own = [], folded }: { own?: readonly CqlMigrations[]; folded: readonly CqlMigrations[] },
  options: Pick<MigrationOptions<unknown>, "logger" | "signal">,
): Promise<void> {
  if (store.kind !== "cassandra") return;
  if (own.length > 0) await requireMigrated({ ...options, database: store.own, owners: own });
  await requireMigrated({ ...options, database: store.folded, owners: folded });
}
