import type { SqliteDatabase } from "@marquee/platform/store/sqlite-database.js";
import type { ProfileFoldStore } from "./profile-fold-store.js";

const READ_PROFILES = `SELECT user_id, name, retired, position FROM accounts_profiles
  WHERE user_id IN (SELECT value FROM json_each(?))`;

const WRITE_PROFILE = `INSERT INTO accounts_profiles (user_id, name, retired, position) VALUES (?, ?, ?, ?)
  ON CONFLICT (user_id) DO UPDATE SET name = excluded.name, retired = excluded.retired, position = excluded.position
  WHERE excluded.position > accounts_profiles.position`;

const READ_COUNT = "SELECT users, position FROM accounts_user_counts WHERE partition = ?";

const WRITE_COUNT = `INSERT INTO accounts_user_counts (partition, users, position) VALUES (?, ?, ?)
  ON CONFLICT (partition) DO UPDATE SET users = excluded.users, position = excluded.position
  WHERE excluded.position > accounts_user_counts.position`;

interface ProfileRow {
  user_id: string;
  name: string;
  retired: number;
  position: number;
}

/** On tables that migrateEmbedded has made. */
export function createEmbeddedProfileFoldStore(database: SqliteDatabase): ProfileFoldStore {
  return {
    async read(partition, userIds) {
      const rows = await database.all<ProfileRow>(READ_PROFILES, [JSON.stringify(userIds)]);
      const [count] = await database.all<{ users: number; position: number }>(READ_COUNT, [partition]);
      return {
        profiles: rows.map((row) => ({
          id: row.user_id,
          name: row.name,
          retired: row.retired === 1,
          position: row.position,
        })),
        count: { users: count?.users ?? 0, position: count?.position ?? -1 },
      };
    },
    async write(partition, { profiles, count }) {
      await database.write([
        { sql: WRITE_COUNT, paramSets: [[partition, count.users, count.position]] },
        {
          sql: WRITE_PROFILE,
          paramSets: profiles.map(({ id, name, retired, position }) => [id, name, retired ? 1 : 0, position]),
        },
      ]);
    },
  };
}
