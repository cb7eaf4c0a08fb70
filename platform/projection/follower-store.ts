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

/** For what is folded into memory, which `empty` empties: it goes on where it stopped for as long as the process lives. */
export function memoryFollowerStore(empty: () => void): FollowerStore {
  const topics = new Map<string, Map<number, FollowedPosition>>();
  return {
    load: async (topic) => [...(topics.get(topic)?.values() ?? [])],
    async save(topic, at) {
      const positions = topics.get(topic) ?? new Map<number, FollowedPosition>();
      topics.set(topic, positions.set(at.partition, at));
    },
    async empty() {
      topics.clear();
      empty();
    },
  };
}
