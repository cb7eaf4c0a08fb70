import { migrateEmbedded } from "../store/migrate-embedded.js";
import type { SqliteDatabase } from "../store/sqlite-database.js";
import type { FollowedPosition, FollowerStore } from "./follower-store.js";

const MIGRATIONS = [
  [
    `CREATE TABLE follower_positions (
      topic TEXT NOT NULL,
      partition INTEGER NOT NULL,
      position INTEGER NOT NULL,
      fingerprint TEXT NOT NULL,
      PRIMARY KEY (topic, partition)
    ) STRICT, WITHOUT ROWID`,
  ],
];

const SAVE = `INSERT INTO follower_positions (topic, partition, position, fingerprint) VALUES (?, ?, ?, ?)
  ON CONFLICT (topic, partition) DO UPDATE SET position = excluded.position, fingerprint = excluded.fingerprint`;

/** In the file of `tables`, which are what the follower fills. */
export async function openEmbeddedFollowerStore(
  database: SqliteDatabase,
  tables: readonly string[],
): Promise<FollowerStore> {
  await migrateEmbedded(database, "follower", MIGRATIONS);
  return {
    load: (topic) =>
      database.all<FollowedPosition>(
        "SELECT partition, position, fingerprint FROM follower_positions WHERE topic = ?",
        [topic],
      ),
    async save(topic, { partition, position, fingerprint }) {
      await database.write([{ sql: SAVE, paramSets: [[topic, partition, position, fingerprint]] }]);
    },
    async empty() {
      await database.write(
        [...tables, "follower_positions"].map((table) => ({ sql: `DELETE FROM ${table}`, paramSets: [[]] })),
      );
    },
  };
}
