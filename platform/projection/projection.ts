import type { LogMessage } from "../event-log/event-log.js";

/**
 * What a projector does with the batches of one topic. `projector.ts` drives it and keeps the order that makes delivery
 * at least once into state effectively once: decide and write (a) and (b), publish changes and progress (c), commit (d).
 */
export interface Projection<Event> {
  /** The consumer group, and the name in logs and metrics. */
  readonly name: string;
  readonly topic: string;
  /** Throws for what can't be parsed: it goes to the dead letters, as UNREADABLE or with the reason of a NotFoldable. */
  parse(message: LogMessage): Event;
  /**
   * Folds a batch into the tables. Called again with the same or other batches over the same messages after a failure, from
   * `committed` on, so it must recognise what it has applied. Resolves when all is written, with what changed.
   */
  apply(batch: ProjectionBatch<Event>): Promise<ProjectedChange[]>;
  /** Where the changes are published: same number of partitions as `topic`. Without it nothing is published. */
  readonly changesTopic?: string;
}

export interface ProjectionBatch<Event> {
  partition: number;
  /** Everything before this position was folded, published and committed. */
  committed: number;
  /** The position of the last message of the batch, a dead letter included. */
  last: number;
  events: readonly { position: number; appendedAt: number; event: Event }[];
}

/** One record of the changes topic: what came of the source message at `position`. In source order. */
export interface ProjectedChange {
  position: number;
  key: string;
  value: string;
}
