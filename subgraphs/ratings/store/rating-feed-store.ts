import type { RatingChanges } from "@marquee/schema/events/rating-changes.js";

/** What changed, by source position, for as long as it is kept: replays are served from here. */
export interface RatingFeedStore {
  /** Records past `after` and up to `upTo`, in order of position, `limit` at most. */
  read(partition: number, after: number, upTo: number, limit: number): Promise<RatingChanges[]>;
  /** Every record from this position on is still there. */
  oldest(partition: number): Promise<number>;
  /** Up to where the partition is folded: what its tables know when nobody else does. -1 for nothing. */
  applied(partition: number): Promise<number>;
  /** Forgets what the log took before this time (milliseconds since 1970). */
  prune(before: number): Promise<void>;
}
