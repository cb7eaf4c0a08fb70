import { EventEmitter } from "node:events";

export type Moment = "sent" | "acknowledged";

/** Counts what the writers do, so that a kill can come at any of it. */
export class Progress {
  readonly #counts: Record<Moment, number> = { sent: 0, acknowledged: 0 };
  readonly #changes = new EventEmitter().setMaxListeners(0);
  #failure: unknown;

  count(moment: Moment): void {
    this.#counts[moment] += 1;
    this.#changes.emit("change");
  }

  fail(error: unknown): void {
    this.#failure ??= error;
    this.#changes.emit("change");
  }

  /** Throws what a writer failed with. */
  check(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Resolves at the very moment at which it has happened so many times more. Rejects when a writer failed. */
  async after(moment: Moment, times: number): Promise<void> {
    const goal = this.#counts[moment] + times;
    for (;;) {
      this.check();
      if (this.#counts[moment] >= goal) return;
      await new Promise((resolve) => this.#changes.once("change", resolve));
    }
  }
}
