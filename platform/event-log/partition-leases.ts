/** Within one process: each partition has one reader of a group at a time; the next takes over when it lets go. */
export class PartitionLeases {
  readonly #last = new Map<string, Promise<void>>();

  /** Resolves to what lets go, or to undefined when the signal aborted first. */
  async acquire(
    group: string,
    topic: string,
    partition: number,
    signal: AbortSignal,
  ): Promise<(() => void) | undefined> {
    const name = JSON.stringify([group, topic, partition]);
    const before = this.#last.get(name) ?? Promise.resolve();
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    this.#last.set(
      name,
      before.then(() => held),
    );
    await Promise.race([before, aborted(signal)]);
    if (!signal.aborted) return release;
    release();
    return undefined;
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
