import { type CqlDatabase, cql } from "@marquee/platform/store/cql-database.js";
import type { ProfileStore } from "./profile-store.js";

const BY_ID = cql("SELECT name, retired FROM accounts_profiles WHERE user_id = ?", "text");
const COUNTS = cql("SELECT users FROM accounts_user_counts WHERE scope = 'all'");

export function createCassandraProfileStore(database: CqlDatabase): ProfileStore {
  return {
    async findByIds(ids) {
      const known = ids.filter(isKey);
      const rows = await database.allMany<{ name: string; retired: boolean }>(
        BY_ID,
        known.map((id) => [id]),
      );
      return known.flatMap((id, index) => (rows[index] ?? []).map(({ name, retired }) => ({ id, name, retired })));
    },
    async count() {
      const rows = await database.all<{ users: number }>(COUNTS, []);
      return rows.reduce((sum, { users }) => sum + users, 0);
    },
  };
}

/** Cassandra takes no empty partition key, and none beyond 64 KiB; nobody is stored under either. */
function isKey(id: string): boolean {
  return id !== "" && id.length <= 1_000;
}
