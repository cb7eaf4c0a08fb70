import { AppError } from "../errors/app-error.js";
import type { SqliteDatabase } from "./sqlite-database.js";

/**
 * Brings an owner's tables to the newest form. Step n is a list of DDL statements that leads from version n to n + 1; steps are
 * only ever added. All that is missing runs as one transaction. Throws STORE_TOO_NEW when the file knows more steps than this
 * program.
 */
export async function migrateEmbedded(
  database: SqliteDatabase,
  owner: string,
  steps: readonly (readonly string[])[],
): Promise<void> {
  await database.write([{ sql: CREATE_MIGRATIONS, paramSets: [[]] }]);
  const [row] = await database.all<{ version: number }>("SELECT version FROM migrations WHERE owner = ?", [owner]);
  const version = row?.version ?? 0;
  if (version > steps.length) {
    throw new AppError(
      "STORE_TOO_NEW",
      `The data folder was last used by a newer Marquee (tables of ${owner}: version ${version}, this program knows ${steps.length}): ` +
        "use that one, or another DATA_DIR.",
    );
  }
  if (version === steps.length) return;
  await database.write([
    ...steps
      .slice(version)
      .flat()
      .map((sql) => ({ sql, paramSets: [[]] })),
    { sql: SET_VERSION, paramSets: [[owner, steps.length]] },
  ]);
}

const CREATE_MIGRATIONS = `CREATE TABLE IF NOT EXISTS migrations (
  owner TEXT PRIMARY KEY,
  version INTEGER NOT NULL
) WITHOUT ROWID`;

const SET_VERSION = `INSERT INTO migrations (owner, version) VALUES (?, ?)
ON CONFLICT (owner) DO UPDATE SET version = excluded.version`;
