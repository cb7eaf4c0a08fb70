import type { SqliteDatabase } from "@marquee/platform/store/sqlite-database.js";
import type { ProfileStore } from "./profile-store.js";

const UPSERT = `INSERT INTO accounts_profiles (user_id, name, position) VALUES (?, ?, ?)
  ON CONFLICT (user_id) DO UPDATE SET name = excluded.name, position = excluded.position, retired = 0
  WHERE excluded.position > accounts_profiles.position`;

const RETIRE = "UPDATE accounts_profiles SET retired = 1, position = ?2 WHERE user_id = ?1 AND position < ?2";

const BY_IDS = `SELECT user_id, name, retired FROM accounts_profiles
  WHERE user_id IN (SELECT value FROM json_each(?))`;

/** On tables that migrateEmbedded has made. */
export function createEmbeddedProfileStore(database: SqliteDatabase): ProfileStore {
  return {
    async upsertMany(profiles) {
      if (profiles.length === 0) return;
      const paramSets = profiles.map(({ id, name, position }) => [id, name, position]);
      await database.write([{ sql: UPSERT, paramSets }]);
    },
    async retireMany(retirements) {
      if (retirements.length === 0) return;
      await database.write([{ sql: RETIRE, paramSets: retirements.map(({ id, position }) => [id, position]) }]);
    },
    async findByIds(ids) {
      const rows = await database.all<{ user_id: string; name: string; retired: number }>(BY_IDS, [
        JSON.stringify(ids),
      ]);
      return rows.map((row) => ({ id: row.user_id, name: row.name, retired: row.retired === 1 }));
    },
    async count() {
      const [row] = await database.all<{ count: number }>(
        "SELECT count(*) AS count FROM accounts_profiles WHERE retired = 0",
      );
      return row?.count ?? 0;
    },
  };
}
