/** Where a follower keeps how far it is: beside what it folds, so that both are lost together. */
export interface FollowerStore {
  /** Where each partition of a topic was folded to; empty for a topic that was never followed. */
  load(topic: string): Promise<FollowedPosition[]>;
  /** Called when everything up to there is durable. */
  save(topic: string, at: FollowedPosition): Promise<void>;
  /** Takes back everything that was folded, and every position. */
  empty(): Promise<void>;
}

export interface FollowedPosition {
  partition: number;
  /** Of the last message that was folded. */
  position: number;
  /** Tells that message from another one at the same position, of a log that was made anew. */
  fingerprint: string;
}

/** For what is folded into memory: nothing is left of it when the process ends. */
export function volatileFollowerStore(empty: () => void): FollowerStore {
  return {
    load: async () => [],
    save: async () => {},
    empty: async () => empty(),
  };
}
