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

/** What a write does: lands, is lost with an error, lands with an error (a timeout), or lands only so many operations later. */
export type Fate = "lands" | "lost" | "timeout" | { lateBy: number };

export class WriteFailed extends Error {}

/**
 * Tables in memory that take writes as a replicated store does: one review or row at a time, the newer position wins, and a write
 * that failed may land later. What each write does is decided by `nextFate`.
 */
export class ModelFoldStore implements ReviewFoldStore {
  readonly states = new Map<string, ReviewState>();
  readonly voters = new Map<string, VoterRow>();
  readonly listed = new Map<string, ListedReview>();
  readonly feed = new Map<number, FeedRow>();
  statistics: PartitionStatistics = { reviews: 0, position: -1 };
  #late: { due: number; land: () => void }[] = [];
  #operations = 0;

  constructor(private readonly nextFate: () => Fate) {}

  async load(request: FoldRequest): Promise<FoldRead> {
    this.#tick();
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
      this.#write(() => {
        newest(this.states, key, state);
        for (const [voterId, row] of voters) newest(this.voters, `${key} ${voterId}`, row);
      });
    }
  }

  async writeFollowers({ listed, statistics, feed }: FollowerWrites): Promise<void> {
    for (const review of listed) {
      this.#write(() => newest(this.listed, `${review.movieId} ${review.userId}`, review));
    }
    this.#write(() => {
      if (statistics.position >= this.statistics.position) this.statistics = statistics;
    });
    for (const row of feed) this.#write(() => newest(this.feed, row.position, row));
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
  // Cassandra settles equal timestamps by the larger value.
  const wins =
    stored === undefined ||
    value.position > stored.position ||
    (value.position === stored.position && JSON.stringify(value) > JSON.stringify(stored));
  if (wins) table.set(key, value);
}
