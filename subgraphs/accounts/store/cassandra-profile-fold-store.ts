import { type CqlDatabase, cql, foldedCql, writtenAt } from "@marquee/platform/store/cql-database.js";
import type { ProfileFoldStore, UserCount } from "./profile-fold-store.js";

const READ_PROFILE = cql("SELECT name, retired, position FROM accounts_profiles WHERE user_id = ?", "text");
const READ_COUNT = cql("SELECT users, position FROM accounts_user_counts WHERE scope = 'all' AND partition = ?", "int");
const WRITE_PROFILE = foldedCql(
  "INSERT INTO accounts_profiles (user_id, name, retired, position) VALUES (?, ?, ?, ?) USING TIMESTAMP ?",
  "text",
  "text",
  "boolean",
  "bigint",
  "bigint",
);
const WRITE_COUNT = foldedCql(
  "INSERT INTO accounts_user_counts (scope, partition, users, position) VALUES ('all', ?, ?, ?) USING TIMESTAMP ?",
  "int",
  "bigint",
  "bigint",
  "bigint",
);

interface ProfileRow {
  name: string;
  retired: boolean;
  position: number;
}

export function createCassandraProfileFoldStore(database: CqlDatabase): ProfileFoldStore {
  return {
    async read(partition, userIds) {
      const rows = await database.allMany<ProfileRow>(
        READ_PROFILE,
        userIds.map((id) => [id]),
      );
      const [count] = await database.all<UserCount>(READ_COUNT, [partition]);
      return {
        profiles: userIds.flatMap((id, index) => (rows[index] ?? []).map((row) => ({ id, ...row }))),
        count: count ?? { users: 0, position: -1 },
      };
    },
    async write(partition, { profiles, count }) {
      const { users, position } = count;
      await database.write([[{ statement: WRITE_COUNT, values: [partition, users, position, writtenAt(position)] }]]);
      await database.write(
        profiles.map(({ id, name, retired, position: from }) => [
          { statement: WRITE_PROFILE, values: [id, name, retired, from, writtenAt(from)] },
        ]),
      );
    },
  };
}
