import type { SqliteDatabase } from "@marquee/platform/store/sqlite-database.js";
import type { ProfileStore } from "./profile-store.js";

const BY_IDS = `SELECT user_id, name, retired FROM accounts_profiles
  WHERE user_id IN (SELECT value FROM json_each(?))`;

/** On tables that migrateEmbedded has made. */
export function createEmbeddedProfileStore(database: SqliteDatabase): ProfileStore {
  return {
    async findByIds(ids) {
      const rows = await database.all<{ user_id: string; name: string; retired: number }>(BY_IDS, [
        JSON.stringify(ids),
      ]);
      return rows.map((row) => ({ id: row.user_id, name: row.name, retired: row.retired === 1 }));
    },
    async count() {
      const [row] = await database.all<{ users: number | null }>(
        "SELECT sum(users) AS users FROM accounts_user_counts",
      );
      return row?.users ?? 0;
    },
  };
}
