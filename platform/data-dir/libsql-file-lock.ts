/**
 * A lock that the operating system drops when its process ends, however it ends: SQLite's own lock on an empty database. Never
 * open the file in another way while it is held: closing that handle would drop the lock.
 */
import Database from "libsql";

/** The driver lets go of what is no longer reachable, so whatever is held stays reachable here. */
const held = new Set<Database.Database>();

/** Undefined when another holder, in this or another process, has it. Throws the driver's error when the file can't be used. */
export function takeFileLock(file: string): { release(): void } | undefined {
  const database = new Database(file);
  try {
    database.exec("PRAGMA busy_timeout = 0");
    database.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
  held.add(database);
  return {
    release() {
      if (!held.delete(database)) return;
      database.exec("ROLLBACK");
      database.close();
    },
  };
}

function isBusy(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === "string" && code.startsWith("SQLITE_BUSY");
}
