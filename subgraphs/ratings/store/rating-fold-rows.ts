// Rows that both engines keep what a fold remembers in, and what they say.
import { emptyTally, type StampedTally } from "@marquee/platform/projection/stamped-tally.js";
import type { RatingRow } from "../rules/fold-bucket.js";
import { COUNTS_SIZE } from "../rules/rating-counts.js";
import type { FoldRead } from "./rating-fold-store.js";

/** The user id of a bucket's state row. */
export const STATE_ROW = "";

export interface BucketRow {
  user_id: string;
  /** Null or 0: taken back. */
  score: number | null;
  rated_at: number | null;
  position: number;
  /** Of the state row. */
  committed: number | null;
  data: string;
}

export interface TallyRow {
  counts: string;
  position: number;
  committed: number;
  tail: string;
}

export function toBucketRead(rows: readonly BucketRow[]): FoldRead["buckets"][number] {
  const users = new Map<string, RatingRow>();
  let position = -1;
  let committed = -1;
  let counts: readonly number[] = emptyTally(COUNTS_SIZE).counts;
  for (const row of rows) {
    if (row.user_id === STATE_ROW) {
      position = row.position;
      committed = row.committed ?? -1;
      counts = JSON.parse(row.data);
    } else {
      users.set(row.user_id, {
        score: row.score === 0 ? null : row.score,
        ratedAt: row.rated_at ?? 0,
        position: row.position,
        recent: JSON.parse(row.data),
      });
    }
  }
  return { position, committed, counts, rows: users };
}

export function toTally({ counts, position, committed, tail }: TallyRow): StampedTally {
  return { counts: JSON.parse(counts), position, committed, tail: JSON.parse(tail) };
}
