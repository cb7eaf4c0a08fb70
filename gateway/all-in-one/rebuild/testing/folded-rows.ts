import { type CqlDatabase, cql } from "@marquee/platform/store/cql-database.js";

type Row = Record<string, unknown>;

const TABLES = cql("SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?", "text");

/** What depends on how the log was cut into batches, and on when feeds were pruned; it decides nothing that is read. */
const BY_BATCH: Readonly<Record<string, (row: Row) => Row | null>> = {
  ratings_buckets: (row) => ({ ...row, committed: null, ...(row.user_id === "" ? {} : { data: null }) }),
  ratings_totals: (row) => ({ ...row, committed: null, tail: null }),
  reviews_states: (row) => ({ ...row, committed: null, recent: null, votes_since: null }),
  // Rankings are not folded: their worker makes them from what it follows, wherever it serves.
  movies_leaderboard: () => null,
  movies_leaderboard_past: () => null,
  movies_leases: () => null,
  schema_migrations: () => null,
  schema_migration_lock: () => null,
};

/** Every row of every table, as text, in order: two folds of one log are equal. */
export async function foldedRows(database: CqlDatabase): Promise<Record<string, string[]>> {
  const tables = await database.all<{ table_name: string }>(TABLES, [database.keyspace]);
  const all: Record<string, string[]> = {};
  for (const { table_name: table } of tables) {
    const rows: string[] = [];
    for await (const page of database.scan<Row>(cql(`SELECT * FROM ${table}`), [])) {
      for (const row of page) {
        const kept = (BY_BATCH[table] ?? ((same) => same))(row);
        if (kept !== null) rows.push(JSON.stringify(kept));
      }
    }
    if (rows.length > 0) all[table] = rows.sort();
  }
  return all;
}
