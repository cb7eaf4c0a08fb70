import type { SqliteDatabase } from "@marquee/platform/store/sqlite-database.js";
import type { RatingChanges } from "@marquee/schema/events/rating-changes.js";
import type { RatingFeedStore } from "./rating-feed-store.js";

const READ = `SELECT value FROM ratings_feed WHERE partition = ? AND position > ? AND position <= ? ORDER BY position LIMIT ?`;

// Right behind what is dropped, not at what is kept: positions without a record lie between, and nothing is missing there.
const FLOOR = `SELECT max(position) + 1 AS position FROM ratings_feed WHERE partition = ?1 AND position < coalesce(
    (SELECT position FROM ratings_feed WHERE partition = ?1 AND appended_at >= ?2 ORDER BY position LIMIT 1),
    ${Number.MAX_SAFE_INTEGER})`;
const RAISE_FLOOR = `INSERT INTO ratings_feed_floor (partition, position) VALUES (?, ?)
  ON CONFLICT DO UPDATE SET position = max(position, excluded.position)`;
const DROP = "DELETE FROM ratings_feed WHERE partition = ? AND position < ?";

export function embeddedRatingFeedStore(database: SqliteDatabase): RatingFeedStore {
  return {
    async read(partition, after, upTo, limit) {
      const rows = await database.all<{ value: string }>(READ, [partition, after, upTo, limit]);
      // Written by this process from a RatingChanges: read back without being checked again.
      return rows.map(({ value }) => JSON.parse(value) as RatingChanges);
    },

    async oldest(partition) {
      const [row] = await database.all<{ position: number }>(
        "SELECT position FROM ratings_feed_floor WHERE partition = ?",
        [partition],
      );
      return row?.position ?? 0;
    },

    async applied(partition) {
      const [row] = await database.all<{ position: number }>(
        "SELECT position FROM ratings_statistics WHERE partition = ?",
        [partition],
      );
      return row?.position ?? -1;
    },

    async prune(before) {
      const partitions = await database.all<{ partition: number }>("SELECT partition FROM ratings_statistics");
      const found = await database.allMany<{ position: number | null }>(
        FLOOR,
        partitions.map(({ partition }) => [partition, before]),
      );
      const floors = partitions.flatMap(({ partition }, index) => {
        const position = found[index]?.[0]?.position ?? null;
        return position === null ? [] : [[partition, position]];
      });
      if (floors.length === 0) return;
      // One transaction: no reader finds a hole below a floor that has not risen yet.
      await database.write([
        { sql: RAISE_FLOOR, paramSets: floors },
        { sql: DROP, paramSets: floors },
      ]);
    },
  };
}
