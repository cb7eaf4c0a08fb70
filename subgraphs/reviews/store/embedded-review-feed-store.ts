import type { SqliteDatabase } from "@marquee/platform/store/sqlite-database.js";
import type { ReviewChange } from "@marquee/schema/events/review-changes.js";
import type { ReviewFeedStore } from "./review-feed-store.js";

const READ = `SELECT value FROM reviews_feed WHERE partition = ? AND position > ? AND position <= ?
  ORDER BY position LIMIT ?`;

const PRUNED_AT_ONCE = 1_000;
const RAISE_OLDEST = `UPDATE reviews_partitions SET feed_from = pruned.upTo + 1
  FROM (
    SELECT max(position) AS upTo FROM (
      SELECT position, appended_at FROM reviews_feed WHERE partition = ?1 ORDER BY position LIMIT ${PRUNED_AT_ONCE}
    ) WHERE appended_at < ?2
  ) AS pruned
  WHERE partition = ?1 AND pruned.upTo >= feed_from`;
const DROP = `DELETE FROM reviews_feed WHERE partition = ?1
  AND position < (SELECT feed_from FROM reviews_partitions WHERE partition = ?1)`;

export function embeddedReviewFeedStore(database: SqliteDatabase): ReviewFeedStore {
  async function ofPartition(column: "feed_from" | "position", partition: number): Promise<number | undefined> {
    const [row] = await database.all<{ value: number }>(
      `SELECT ${column} AS value FROM reviews_partitions WHERE partition = ?`,
      [partition],
    );
    return row?.value;
  }

  return {
    async read(partition, after, upTo, limit) {
      const rows = await database.all<{ value: string }>(READ, [partition, after, upTo, limit]);
      // Written by the projector from a ReviewChange: read back without being checked again.
      return rows.map(({ value }) => JSON.parse(value) as ReviewChange);
    },

    oldest: async (partition) => (await ofPartition("feed_from", partition)) ?? 0,
    applied: async (partition) => (await ofPartition("position", partition)) ?? -1,

    async prune(before) {
      const partitions = await database.all<{ partition: number }>("SELECT partition FROM reviews_partitions");
      for (const { partition } of partitions) {
        for (let dropped = PRUNED_AT_ONCE; dropped === PRUNED_AT_ONCE; ) {
          const [, result] = await database.write([
            { sql: RAISE_OLDEST, paramSets: [[partition, before]] },
            { sql: DROP, paramSets: [[partition]] },
          ]);
          dropped = result?.changes ?? 0;
        }
      }
    },
  };
}
