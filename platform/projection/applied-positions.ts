/** Up to which source position each partition is folded, and who waits for it. */
export class AppliedPositions {
  readonly #positions = new Map<number, number>();
  readonly #waiters = new Map<number, Set<Waiter>>();

  /** -1 for a partition of which nothing is known. */
  of(partition: number): number {
    return this.#positions.get(partition) ?? -1;
  }

  /** A copy, by partition. */
  snapshot(): Map<number, number> {
    return new Map(this.#positions);
  }

  /** Raises a partition's position and lets go whoever waited for it; a lower one changes nothing. */
  advance(partition: number, position: number): void {
    if (position <= this.of(partition)) return;
    this.#positions.set(partition, position);
    for (const waiter of this.#waiters.get(partition) ?? []) {
      if (waiter.position <= position) waiter.settle(true);
    }
  }

  /** True once the partition is folded up to `position`; false when that takes longer than `timeoutMs`. */
  wait(partition: number, position: number, timeoutMs: number): Promise<boolean> {
    return this.#await(partition, position, timeoutMs);
  }

  /** Resolves once the partition is folded up to `position`, however long that takes. */
  async reached(partition: number, position: number): Promise<void> {
    await this.#await(partition, position, null);
  }

  #await(partition: number, position: number, timeoutMs: number | null): Promise<boolean> {
    if (this.of(partition) >= position) return Promise.resolve(true);
    return new Promise((resolve) => {
      const waiters = this.#waiters.get(partition) ?? new Set<Waiter>();
      this.#waiters.set(partition, waiters);
      const waiter: Waiter = {
        position,
        settle(applied) {
          clearTimeout(timer);
          waiters.delete(waiter);
          resolve(applied);
        },
      };
      const timer = timeoutMs === null ? undefined : setTimeout(() => waiter.settle(false), timeoutMs);
      waiters.add(waiter);
    });
  }
}

interface Waiter {
  position: number;
  settle(applied: boolean): void;
}
