import { setTimeout as wait } from "node:timers/promises";

const FIRST_MS = 50;
const LAST_MS = 2_000;

/** Waits longer after each failure in a row: 50 ms, twice as long each time, 2 s at most. */
export class BackOff {
  #nextMs = FIRST_MS;

  /** Resolves early when the signal aborts. */
  async wait(signal?: AbortSignal): Promise<void> {
    const ms = this.#nextMs;
    this.#nextMs = Math.min(ms * 2, LAST_MS);
    await wait(ms, undefined, signal && { signal }).catch(() => undefined);
  }

  reset(): void {
    this.#nextMs = FIRST_MS;
  }
}
