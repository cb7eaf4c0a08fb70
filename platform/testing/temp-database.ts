import { join } from "node:path";
import { openSqliteDatabase } from "../store/open-sqlite-database.js";
import type { SqliteDatabase } from "../store/sqlite-database.js";
import { openTempFolder } from "./temp-folder.js";

export interface TempDatabase {
  readonly database: SqliteDatabase;
  readonly folder: string;
  /** Closes the database and removes its folder. */
  close(): Promise<void>;
}

/** An empty database in a folder of its own. */
export async function openTempDatabase(): Promise<TempDatabase> {
  const folder = await openTempFolder();
  const database = await openSqliteDatabase({ file: join(folder.path, "marquee.db") });
  return {
    database,
    folder: folder.path,
    async close() {
      await database.close();
      await folder.close();
    },
  };
}
