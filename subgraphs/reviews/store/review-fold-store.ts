import type { FeedRow } from "@marquee/platform/projection/feed-table.js";
import type { ListMove } from "../rules/list-move.js";
import type { ReviewKey } from "../rules/review-id.js";
import type { ReviewPartition, ReviewState, VoterRow } from "../rules/review-state.js";

/**
 * The tables as the projector sees them.
 *
 * Every row carries the position of the log that it follows from, and an older position never overwrites a newer one (in
 * Cassandra: USING TIMESTAMP 2p + 1, deletes at 2p). So a write may be repeated, come late, or come from a member that has lost
 * its partition, and changes nothing that is newer. A throw means that the write may have happened.
 */
export interface ReviewFoldStore {
  /** What the batch touches, read before anything of it is written. Reviews come back in the order asked for. */
  load(request: FoldRequest): Promise<FoldRead>;
  /** Step (a). Each review is written whole or not at all; nothing is said of several. */
  writeReviews(reviews: readonly ReviewWrite[]): Promise<void>;
  /** Step (b): everything that follows from the reviews. */
  writeFollowers(followers: FollowerWrites): Promise<void>;
}

export interface FoldRequest {
  /** The source partition. */
  partition: number;
  reviews: readonly (ReviewKey & { voterIds: readonly string[] })[];
}

export interface FoldRead {
  reviews: ReviewPartition[];
  statistics: PartitionStatistics;
}

/** Of one source partition, true at `position` (-1: nothing folded). */
export interface PartitionStatistics {
  /** Reviews that stand. */
  reviews: number;
  position: number;
}

export interface ReviewWrite extends ReviewKey {
  state: ReviewState;
  /** False when the batch only voted: then nothing but `votes` and `position` differs from what is stored. */
  contentChanged: boolean;
  voters: ReadonlyMap<string, VoterRow>;
}

export interface FollowerWrites {
  partition: number;
  /**
   * One for every event of the batch that was accepted, now or by an earlier try, in order of position within each review. A store
   * whose lists are keyed by what changes clears every place that is left: an earlier try of the same events, cut differently,
   * may have listed the review there, and its write may land late.
   */
  moves: readonly ListMove[];
  statistics: PartitionStatistics;
  /** For replays, by source position. */
  feed: readonly FeedRow[];
}
