import type { StampedTally } from "@marquee/platform/projection/stamped-tally.js";
import { emptyTally } from "@marquee/platform/projection/stamped-tally.js";
import type { RatingRow } from "../../rules/fold-bucket.js";
import { COUNTS_SIZE } from "../../rules/rating-counts.js";
import type {
  BucketWrite,
  FoldRead,
  FoldRequest,
  FollowerWrites,
  ListedRating,
  PartitionStatistics,
  RatingFoldStore,
} from "../../store/rating-fold-store.js";

/** What a write does: lands, is lost with an error, lands with an error (a timeout), or lands only so many operations later. */
export type Fate = "lands" | "lost" | "timeout" | { lateBy: number };

export class WriteFailed extends Error {}

/**
 * Tables in memory that take writes as a replicated store does: one row at a time, the newer position wins, equal positions are
 * settled by the larger value, and a write that failed may land later. What each write does is decided by `nextFate`.
 */
export class ModelFoldStore implements RatingFoldStore {
  readonly rows = new Map<string, RatingRow>();
  readonly states = new Map<string, { counts: readonly number[]; position: number }>();
  readonly listed = new Map<string, ListedRating>();
  readonly tallies = new Map<string, StampedTally>();
  readonly feed = new Map<number, { position: number; value: string }>();
  statistics: PartitionStatistics = { ratings: 0, sumOfScores: 0, position: -1 };
  #late: { due: number; land: () => void }[] = [];
  #operations = 0;

  constructor(private readonly nextFate: () => Fate) {}

  async load(request: FoldRequest): Promise<FoldRead> {
    this.#tick();
    return {
      buckets: request.buckets.map(({ movieId, bucket, userIds }) => {
        const state = this.states.get(`${movieId} ${bucket}`);
        const rows = new Map<string, RatingRow>();
        for (const userId of userIds) {
          const row = this.rows.get(`${movieId} ${userId}`);
          if (row !== undefined) rows.set(userId, row);
        }
        return { position: state?.position ?? -1, counts: state?.counts ?? emptyTally(COUNTS_SIZE).counts, rows };
      }),
      tallies: new Map(
        request.movieIds.flatMap((movieId) => {
          const tally = this.tallies.get(movieId);
          return tally === undefined ? [] : [[movieId, tally] as const];
        }),
      ),
      statistics: this.statistics,
    };
  }

  async writeBuckets(buckets: readonly BucketWrite[]): Promise<void> {
    for (const { movieId, bucket, rows, counts, position } of buckets) {
      this.#write(() => {
        for (const [userId, row] of rows) newest(this.rows, `${movieId} ${userId}`, row);
        newest(this.states, `${movieId} ${bucket}`, { counts, position });
      });
    }
  }

  async writeFollowers(followers: FollowerWrites): Promise<void> {
    for (const rating of followers.ratings) {
      this.#write(() => newest(this.listed, `${rating.movieId} ${rating.userId}`, rating));
    }
    for (const [movieId, tally] of followers.tallies) this.#write(() => newest(this.tallies, movieId, tally));
    this.#write(() => {
      if (followers.statistics.position >= this.statistics.position) this.statistics = followers.statistics;
    });
    for (const row of followers.feed) {
      this.#write(() => newest(this.feed, row.position, { position: row.position, value: row.value }));
    }
  }

  /** Lets every late write land. */
  settle(): void {
    this.#operations = Number.POSITIVE_INFINITY;
    this.#landDue();
  }

  #write(land: () => void): void {
    this.#tick();
    const fate = this.nextFate();
    if (fate === "lost") throw new WriteFailed("lost");
    if (typeof fate === "object") {
      this.#late.push({ due: this.#operations + fate.lateBy, land });
      throw new WriteFailed("late");
    }
    land();
    if (fate === "timeout") throw new WriteFailed("timeout");
  }

  #tick(): void {
    this.#operations++;
    this.#landDue();
  }

  #landDue(): void {
    const due = this.#late.filter((write) => write.due <= this.#operations);
    this.#late = this.#late.filter((write) => write.due > this.#operations);
    for (const { land } of due) land();
  }
}

function newest<Key, Value extends { position: number }>(table: Map<Key, Value>, key: Key, value: Value): void {
  const stored = table.get(key);
  const wins =
    stored === undefined ||
    value.position > stored.position ||
    (value.position === stored.position && JSON.stringify(value) > JSON.stringify(stored));
  if (wins) table.set(key, value);
}
