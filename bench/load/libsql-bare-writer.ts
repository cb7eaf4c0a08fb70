import { statSync } from "node:fs";
import Database from "libsql";

/** Tables that ratings and their fold write, and the order in which they are filled. */
const TABLES: readonly [table: string, order: string, where?: string][] = [
  // The titles were there before the ratings.
  [
    "log_messages",
    "topic, partition, position",
    "topic <> (SELECT id FROM log_topics WHERE name = 'marquee.movies.v1')",
  ],
  ["ratings_movies", "position"],
  ["ratings_buckets", "position"],
  ["ratings_told", "position"],
  ["ratings_totals", "position"],
  ["ratings_feed", "partition, position"],
];

const ROWS_PER_TRANSACTION = 5_000;

/**
 * Writes the rows that lie in one database into an empty one with the same tables and indexes: prepared inserts, one after the other, in
 * the order in which they came, nothing read meanwhile and nothing decided. Gives seconds spent writing and rows written.
 */
export function writeBare(from: string, to: string): { seconds: number; rows: number; bytes: number } {
  const source = new Database(from, { readonly: true } as never);
  const target = new Database(to);
  for (const pragma of [
    "journal_mode = WAL",
    "synchronous = FULL",
    "cache_size = -65536",
    "wal_autocheckpoint = 16000",
  ]) {
    target.prepare(`PRAGMA ${pragma}`).all();
  }
  const names = TABLES.map(([table]) => `'${table}'`).join(", ");
  const ddl = source
    .prepare(`SELECT sql FROM sqlite_master WHERE tbl_name IN (${names}) AND sql IS NOT NULL ORDER BY type = 'index'`)
    .all([]) as { sql: string }[];
  for (const { sql } of ddl) target.exec(sql);
  let seconds = 0;
  let rows = 0;
  for (const [table, order, where = "true"] of TABLES) {
    const columns = (source.prepare(`PRAGMA table_info(${table})`).all([]) as { name: string }[]).map(
      ({ name }) => name,
    );
    const insert = target.prepare(
      `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`,
    );
    const select = source.prepare(`SELECT ${columns.join(", ")} FROM ${table} WHERE ${where} ORDER BY ${order}`);
    select.raw(true);
    let chunk: unknown[][] = [];
    const write = (): void => {
      const startedAt = performance.now();
      target.exec("BEGIN IMMEDIATE");
      for (const row of chunk) insert.run(row as never);
      target.exec("COMMIT");
      seconds += (performance.now() - startedAt) / 1_000;
      rows += chunk.length;
      chunk = [];
    };
    for (const row of select.iterate([]) as Iterable<unknown[]>) {
      // As whole numbers, which the driver alone would make floating point ones.
      chunk.push(row.map((value) => (typeof value === "number" ? BigInt(value) : value)));
      if (chunk.length >= ROWS_PER_TRANSACTION) write();
    }
    if (chunk.length > 0) write();
  }
  const startedAt = performance.now();
  target.prepare("PRAGMA wal_checkpoint(TRUNCATE)").all();
  seconds += (performance.now() - startedAt) / 1_000;
  source.close();
  target.close();
  return { seconds, rows, bytes: statSync(to).size };
}
