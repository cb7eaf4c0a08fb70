/** A heap whose smallest value is on top. */
export class MinHeap<T> {
  readonly #values: T[] = [];
  readonly #isBefore: (a: T, b: T) => boolean;

  constructor(isBefore: (a: T, b: T) => boolean) {
    this.#isBefore = isBefore;
  }

  get top(): T | undefined {
    return this.#values[0];
  }

  push(value: T): void {
    const values = this.#values;
    let at = values.push(value) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = values[parent] as T;
      if (!this.#isBefore(value, above)) break;
      values[at] = above;
      at = parent;
    }
    values[at] = value;
  }

  pop(): void {
    const last = this.#values.pop();
    if (last === undefined || this.#values.length === 0) return;
    this.#values[0] = last;
    this.sinkTop();
  }

  /** After the top's place in the order has changed. */
  sinkTop(): void {
    const values = this.#values;
    const value = values[0] as T;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= values.length) break;
      if (child + 1 < values.length && this.#isBefore(values[child + 1] as T, values[child] as T)) child += 1;
      if (!this.#isBefore(values[child] as T, value)) break;
      values[at] = values[child] as T;
      at = child;
    }
    values[at] = value;
  }
}
