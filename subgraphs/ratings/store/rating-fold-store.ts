import type { FeedRow } from "@marquee/platform/projection/feed-table.js";
import type { StampedTally } from "@marquee/platform/projection/stamped-tally.js";
import type { MovieFacts } from "@marquee/schema/events/movie-facts.js";
import type { BucketRead, RatingRow } from "../rules/fold-bucket.js";
import type { RatingMove } from "../rules/rating-move.js";

/**
 * The tables as the projector sees them.
 *
 * Every write carries the position of the log that it follows from, and an older position never overwrites a newer one (in
 * Cassandra: USING TIMESTAMP 2p + 1, deletes at 2p). So a write may be repeated, come late, or come from a member that has lost
 * its partition, and changes nothing that is newer. A throw means that the write may have happened.
 */
export interface RatingFoldStore {
  /** Which of its movie's buckets holds what a user gave; an engine has as many as keep its partitions small. */
  bucketOf(userId: string): number;
  /** What the batch touches, read before anything of it is written. Buckets come back in the order asked for. */
  load(request: FoldRequest): Promise<FoldRead>;
  /**
   * Step (a), the buckets: each is written whole or not at all, nothing is said of several. Then step (b), everything that follows
   * from them. An engine that can writes all of it at once.
   */
  write(buckets: readonly BucketWrite[], followers: FollowerWrites): Promise<void>;
}

export interface BucketKey {
  movieId: string;
  bucket: number;
}

export interface FoldRequest {
  /** The source partition. */
  partition: number;
  buckets: readonly (BucketKey & { userIds: readonly string[] })[];
  movieIds: readonly string[];
}

export interface BucketState extends BucketRead {
  counts: readonly number[];
}

export interface FoldRead {
  buckets: BucketState[];
  /** By movie id; movies never rated are absent. */
  tallies: Map<string, StampedTally>;
  statistics: PartitionStatistics;
}

/** Of one source partition, true at `position` (-1: nothing folded). */
export interface PartitionStatistics {
  ratings: number;
  sumOfScores: number;
  position: number;
}

export interface BucketWrite extends BucketKey {
  rows: ReadonlyMap<string, RatingRow>;
  counts: readonly number[];
  position: number;
  committed: number;
}

export interface FollowerWrites {
  partition: number;
  /**
   * Every move of the batch, in order, those that an earlier try has made included. A store that keeps lists by time clears every
   * place they passed through: an earlier try, cut differently, may have written there, or its write may land yet.
   */
  moves: readonly ListMove[];
  tallies: ReadonlyMap<string, StampedTally>;
  statistics: PartitionStatistics;
  /** One row a source position, for replays; the value is a RatingChanges record. */
  feed: readonly FeedRow[];
}

export interface ListMove extends RatingMove {
  /** The movie as the event tells of it: kept beside the entry in its user's list. */
  movie: MovieFacts;
}
