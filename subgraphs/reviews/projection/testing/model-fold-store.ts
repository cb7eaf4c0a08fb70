import { type Fate, FaultyWrites, newest } from "@marquee/platform/testing/faulty-writes.js";
import type { ReviewState, VoterRow } from "../../rules/review-state.js";
import type {
  FeedRow,
  FoldRead,
  FoldRequest,
  FollowerWrites,
  ListedReview,
  PartitionStatistics,
  ReviewFoldStore,
  ReviewWrite,
} from "../../store/review-fold-store.js";

/**
 * Tables in memory that take writes as a replicated store does: one review or row at a time, the newer position wins, and a write
 * that failed may land later. What each write does is decided by `fates`.
 */
export class ModelFoldStore implements ReviewFoldStore {
  readonly states = new Map<string, ReviewState>();
  readonly voters = new Map<string, VoterRow>();
  readonly listed = new Map<string, ListedReview>();
  readonly feed = new Map<number, FeedRow>();
  statistics: PartitionStatistics = { reviews: 0, position: -1 };
  readonly #writes: FaultyWrites;

  constructor(fates: readonly Fate[] = []) {
    this.#writes = new FaultyWrites(fates);
  }

  async load(request: FoldRequest): Promise<FoldRead> {
    this.#writes.tick();
    const reviews = request.reviews.map(({ movieId, userId, voterIds }) => {
      const key = `${movieId} ${userId}`;
      const voters = voterIds.flatMap((voterId) => {
        const row = this.voters.get(`${key} ${voterId}`);
        return row === undefined ? [] : [[voterId, row] as const];
      });
      return { state: this.states.get(key) ?? null, voters: new Map(voters) };
    });
    return { reviews, statistics: this.statistics };
  }

  async writeReviews(reviews: readonly ReviewWrite[]): Promise<void> {
    for (const { movieId, userId, state, voters } of reviews) {
      const key = `${movieId} ${userId}`;
      this.#writes.write(() => {
        newest(this.states, key, state);
        for (const [voterId, row] of voters) newest(this.voters, `${key} ${voterId}`, row);
      });
    }
  }

  async writeFollowers({ listed, statistics, feed }: FollowerWrites): Promise<void> {
    for (const review of listed) {
      this.#writes.write(() => newest(this.listed, `${review.movieId} ${review.userId}`, review));
    }
    this.#writes.write(() => {
      if (statistics.position >= this.statistics.position) this.statistics = statistics;
    });
    for (const row of feed) this.#writes.write(() => newest(this.feed, row.position, row));
  }

  /** Lets every late write land. */
  settle(): void {
    this.#writes.settle();
  }
}
