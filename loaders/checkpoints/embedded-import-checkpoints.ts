import { migrateEmbedded } from "@marquee/platform/store/migrate-embedded.js";
import type { SqliteDatabase } from "@marquee/platform/store/sqlite-database.js";
import type { ImportCheckpoints } from "./import-checkpoints.js";

const STEPS = [
  [
    `CREATE TABLE loaders_checkpoints (
      name TEXT PRIMARY KEY,
      fingerprint TEXT NOT NULL,
      done INTEGER NOT NULL,
      complete INTEGER NOT NULL
    ) WITHOUT ROWID`,
  ],
];

const LOAD = "SELECT fingerprint, done, complete FROM loaders_checkpoints WHERE name = ?";

const SAVE = `INSERT INTO loaders_checkpoints (name, fingerprint, done, complete) VALUES (?, ?, ?, ?)
ON CONFLICT (name) DO UPDATE SET fingerprint = excluded.fingerprint, done = excluded.done, complete = excluded.complete`;

/** In the database that also holds the embedded log. Makes its table when it is not there. */
export async function openEmbeddedImportCheckpoints(database: SqliteDatabase): Promise<ImportCheckpoints> {
  await migrateEmbedded(database, "loaders", STEPS);
  return {
    async load(name) {
      const [row] = await database.all<{ fingerprint: string; done: number; complete: number }>(LOAD, [name]);
      if (row === undefined) return null;
      return { fingerprint: row.fingerprint, done: row.done, complete: row.complete === 1 };
    },
    async save(name, { fingerprint, done, complete }) {
      await database.write([{ sql: SAVE, paramSets: [[name, fingerprint, done, complete ? 1 : 0]] }]);
    },
  };
}
