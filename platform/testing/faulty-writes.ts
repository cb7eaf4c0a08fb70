import fc from "fast-check";

/** What a write does: lands, is lost with an error, lands with an error (a timeout), or lands only so many operations later. */
export type Fate = "lands" | "lost" | "timeout" | { lateBy: number };

export const fates: fc.Arbitrary<Fate[]> = fc.array(
  fc.oneof(
    { weight: 30, arbitrary: fc.constant<Fate>("lands") },
    { weight: 1, arbitrary: fc.constant<Fate>("lost") },
    { weight: 1, arbitrary: fc.constant<Fate>("timeout") },
    { weight: 2, arbitrary: fc.record({ lateBy: fc.integer({ min: 1, max: 40 }) }) },
  ),
  // Without a size arrays stay small, and small logs miss what takes several batches.
  { maxLength: 200, size: "max" },
);

export class WriteFailed extends Error {}

/** The writes of a replicated store, one row at a time: any may fail, and what failed may land later. */
export class FaultyWrites {
  #late: { due: number; land: () => void }[] = [];
  #operations = 0;
  #next = 0;

  constructor(private readonly fates: readonly Fate[]) {}

  write(land: () => void): void {
    this.tick();
    const fate = this.fates[this.#next++] ?? "lands";
    if (fate === "lost") throw new WriteFailed("lost");
    if (typeof fate === "object") {
      this.#late.push({ due: this.#operations + fate.lateBy, land });
      throw new WriteFailed("late");
    }
    land();
    if (fate === "timeout") throw new WriteFailed("timeout");
  }

  /** One operation has passed: late writes that are due land. */
  tick(): void {
    this.#operations++;
    const due = this.#late.filter((write) => write.due <= this.#operations);
    this.#late = this.#late.filter((write) => write.due > this.#operations);
    for (const { land } of due) land();
  }

  /** Lets every late write land. */
  settle(): void {
    this.#operations = Number.POSITIVE_INFINITY;
    this.tick();
  }
}

/** The newer position wins; equal positions are settled by the larger value, as Cassandra settles equal timestamps. */
export function newest<Key, Value extends { position: number }>(table: Map<Key, Value>, key: Key, value: Value): void {
  const stored = table.get(key);
  const wins =
    stored === undefined ||
    value.position > stored.position ||
    (value.position === stored.position && JSON.stringify(value) > JSON.stringify(stored));
  if (wins) table.set(key, value);
}
