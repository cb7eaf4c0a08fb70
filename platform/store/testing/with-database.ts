import { join } from "node:path";
import { type OpenSqliteDatabaseOptions, openSqliteDatabase } from "../open-sqlite-database.js";
import type { SqliteDatabase } from "../sqlite-database.js";
import { withTemporaryFolder } from "./with-temporary-folder.js";

export function withDatabase<T>(
  use: (database: SqliteDatabase, file: string) => Promise<T>,
  options: Omit<OpenSqliteDatabaseOptions, "file"> = {},
): Promise<T> {
  return withTemporaryFolder(async (folder) => {
    const file = join(folder, "marquee.db");
    const database = await openSqliteDatabase({ file, ...options });
    try {
      return await use(database, file);
    } finally {
      await database.close();
    }
  });
}
