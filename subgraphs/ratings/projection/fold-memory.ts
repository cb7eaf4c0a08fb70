import type { PartitionStatistics } from "../store/rating-fold-store.js";
import { KnownMovies } from "./known-movies.js";

/** Steps that are remembered of all partitions: some 20 MB. */
const MAX_STEPS = 50_000;

/** What a partition's tables say at a position of the log, as far as it is known without reading them. */
export interface Known {
  /** Null: not known. */
  statistics: PartitionStatistics | null;
  readonly movies: KnownMovies;
}

/**
 * What a process remembers of the partitions that it folds, for the batch that begins where its last one ended. The log before a
 * position comes to the same whoever folds it, so whatever others write meanwhile, who had the partition in between or believe
 * that they have it, this is what the next batch is to be decided from.
 */
export class FoldMemory {
  readonly #partitions = new Map<number, { next: number; known: Known }>();

  /** For a batch before which everything is committed. Whoever takes it and fails keeps nothing: the tables are read again. */
  take(partition: number, committed: number): Known {
    const kept = this.#partitions.get(partition);
    this.#partitions.delete(partition);
    return kept?.next === committed ? kept.known : { statistics: null, movies: new KnownMovies() };
  }

  /** What is known once everything before `next` is folded and written. */
  keep(partition: number, next: number, known: Known): void {
    this.#partitions.set(partition, { next, known });
    const share = Math.floor(MAX_STEPS / this.#partitions.size);
    for (const { known: each } of this.#partitions.values()) each.movies.trim(share);
  }
}
