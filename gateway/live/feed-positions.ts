import type { FeedPosition } from "@marquee/platform/subgraph/subgraph-endpoint.js";

/**
 * How far something has come, by partition: everything up to `position`, and the first `within` items of the next position.
 * Positions only rise.
 */
export class FeedPositions {
  readonly #byPartition = new Map<number, readonly [position: number, within: number]>();

  constructor(positions: Iterable<FeedPosition> = []) {
    this.add(positions);
  }

  add(positions: Iterable<FeedPosition>): void {
    for (const [partition, position, within] of positions) {
      if (this.#isBehind(partition, position, within)) this.#byPartition.set(partition, [position, within]);
    }
  }

  /** Whether any of these is further than this. */
  isBehind(positions: Iterable<FeedPosition>): boolean {
    for (const [partition, position, within] of positions) {
      if (this.#isBehind(partition, position, within)) return true;
    }
    return false;
  }

  /** Whether this is as far as `other` in every partition that `other` knows. */
  covers(other: FeedPositions): boolean {
    return !this.isBehind(other);
  }

  *[Symbol.iterator](): Iterator<FeedPosition> {
    for (const [partition, [position, within]] of this.#byPartition) yield [partition, position, within];
  }

  #isBehind(partition: number, position: number, within: number): boolean {
    const reached = this.#byPartition.get(partition);
    if (reached === undefined) return true;
    return position > reached[0] || (position === reached[0] && within > reached[1]);
  }
}
