/**
 * What changed, by source position, for as long as it is kept: replays are served from here. Adapter over Cassandra:
 * cassandra-feed-table.ts; embedded ones belong to whoever owns the tables. Suite: feed-table.contract.ts.
 */
export interface FeedTable<Record> {
  /** Records past `after` and up to `upTo`, in order of position, `limit` at most; fewer only when there are no more. */
  read(partition: number, after: number, upTo: number, limit: number): Promise<Record[]>;
  /** Every record from this position on is still there; 0 for a partition that nothing was taken from. */
  oldest(partition: number): Promise<number>;
  /** Up to where the partition is folded: what its tables know when nobody else does. -1 for nothing. */
  applied(partition: number): Promise<number>;
  /**
   * Forgets what the log took before this time (milliseconds since 1970), a bounded piece at a time. `oldest` rises before
   * anything is gone: who asks for it after reading knows whether the reading missed something.
   */
  prune(before: number): Promise<void>;
}

/** One record of a feed table. */
export interface FeedRow {
  position: number;
  /** Milliseconds since 1970; retention goes by it. */
  appendedAt: number;
  /** JSON. */
  value: string;
}
