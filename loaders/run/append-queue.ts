import type { EventLog, NewMessage } from "@marquee/platform/event-log/event-log.js";
import { patiently } from "./patience.js";

const IN_FLIGHT = 4;

/**
 * Appends, a few at a time: whoever appends waits while as many are under way, which is what holds the reading back. Marks are run in
 * order, each when everything appended before it is durable. What fails is thrown by the next call; nothing after it is marked.
 */
export class AppendQueue {
  readonly #log: EventLog;
  readonly #now: () => number;
  readonly #inFlight = new Set<Promise<unknown>>();
  #durable: Promise<unknown> = Promise.resolve();
  #failure: { error: unknown } | undefined;

  constructor(log: EventLog, now: () => number) {
    this.#log = log;
    this.#now = now;
  }

  /** Resolves when there is room for the next. */
  async append(topic: string, messages: readonly NewMessage[]): Promise<void> {
    this.#throwFailure();
    if (messages.length === 0) return;
    const appended = this.#append(topic, messages).finally(() => this.#inFlight.delete(appended));
    this.#inFlight.add(appended);
    this.#follow(Promise.all([this.#durable, appended]));
    while (this.#inFlight.size >= IN_FLIGHT) {
      await Promise.race(this.#inFlight).catch(() => {});
      this.#throwFailure();
    }
  }

  mark(save: () => Promise<void>): void {
    this.#follow(this.#durable.then(save));
  }

  /** Resolves when all is durable and marked. */
  async settled(): Promise<void> {
    await this.#durable.catch(() => {});
    this.#throwFailure();
  }

  /** Waits until nothing is under way, whatever becomes of it. */
  async idle(): Promise<void> {
    await Promise.allSettled([...this.#inFlight, this.#durable]);
  }

  #follow(next: Promise<unknown>): void {
    this.#durable = next;
    next.catch((error: unknown) => {
      this.#failure ??= { error };
    });
  }

  /** Sent again with the same event ids, it counts once: also where it may have been stored. */
  #append(topic: string, messages: readonly NewMessage[]): Promise<unknown> {
    return patiently(this.#now, () => this.#log.append(topic, messages));
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }
}
