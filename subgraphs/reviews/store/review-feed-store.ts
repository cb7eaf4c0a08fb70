import type { ReviewChange } from "@marquee/schema/events/review-changes.js";

/** What reviewAdded tells of, by source position, for as long as it is kept: replays are served from here. */
export interface ReviewFeedStore {
  /** Records past `after` and up to `upTo`, in order of position, `limit` at most. */
  read(partition: number, after: number, upTo: number, limit: number): Promise<ReviewChange[]>;
  /** Every record from this position on is still there; 0 for a partition that was never written. */
  oldest(partition: number): Promise<number>;
  /** Up to where the partition is folded: what its tables know when nobody else does. -1 for nothing. */
  applied(partition: number): Promise<number>;
  /**
   * Forgets what the log took before this time (milliseconds since 1970), a bounded piece at a time. `oldest` rises before
   * anything is gone: who asks for it after reading knows whether the reading missed something.
   */
  prune(before: number): Promise<void>;
}
