import type { StampedTally } from "@marquee/platform/projection/stamped-tally.js";
import { emptyTally } from "@marquee/platform/projection/stamped-tally.js";
import { type Fate, FaultyWrites, newest } from "@marquee/platform/testing/faulty-writes.js";
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

/**
 * Tables in memory that take writes as a replicated store does: one row at a time, the newer position wins, equal positions are
 * settled by the larger value, and a write that failed may land later. What each write does is decided by `fates`.
 */
export class ModelFoldStore implements RatingFoldStore {
  readonly rows = new Map<string, RatingRow>();
  readonly states = new Map<string, { counts: readonly number[]; position: number }>();
  readonly listed = new Map<string, ListedRating>();
  readonly tallies = new Map<string, StampedTally>();
  readonly feed = new Map<number, { position: number; value: string }>();
  statistics: PartitionStatistics = { ratings: 0, sumOfScores: 0, position: -1 };
  readonly #writes: FaultyWrites;

  constructor(fates: readonly Fate[] = []) {
    this.#writes = new FaultyWrites(fates);
  }

  async load(request: FoldRequest): Promise<FoldRead> {
    this.#writes.tick();
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
      this.#writes.write(() => {
        for (const [userId, row] of rows) newest(this.rows, `${movieId} ${userId}`, row);
        newest(this.states, `${movieId} ${bucket}`, { counts, position });
      });
    }
  }

  async writeFollowers(followers: FollowerWrites): Promise<void> {
    for (const rating of followers.ratings) {
      this.#writes.write(() => newest(this.listed, `${rating.movieId} ${rating.userId}`, rating));
    }
    for (const [movieId, tally] of followers.tallies) this.#writes.write(() => newest(this.tallies, movieId, tally));
    this.#writes.write(() => {
      if (followers.statistics.position >= this.statistics.position) this.statistics = followers.statistics;
    });
    for (const row of followers.feed) {
      this.#writes.write(() => newest(this.feed, row.position, { position: row.position, value: row.value }));
    }
  }

  /** Lets every late write land. */
  settle(): void {
    this.#writes.settle();
  }
}
