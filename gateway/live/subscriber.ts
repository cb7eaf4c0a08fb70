import { AppError } from "@marquee/platform/errors/app-error.js";
import { FeedPositions } from "./feed-positions.js";
import type { LiveItem } from "./live-item.js";

type Outcome = { error?: unknown };

/**
 * One subscriber's place at a shared stream: what was delivered to all and not yet taken here, bounded. While its own upstream
 * catches up ("behind") the oldest items make room, and `start` moves up with them; once it lives on the shared stream alone,
 * too many end it with UNAVAILABLE, so that a slow client slows nobody down.
 */
export class Subscriber {
  readonly #items: LiveItem[] = [];
  readonly #capacity: number;
  readonly #onOverrun: () => void;
  #behind: boolean;
  #start: FeedPositions | undefined;
  #ended: Outcome | undefined;
  #wake: (() => void) | undefined;

  constructor(options: {
    capacity: number;
    behind: boolean;
    start?: FeedPositions | undefined;
    onOverrun: () => void;
  }) {
    this.#capacity = options.capacity;
    this.#behind = options.behind;
    this.#start = options.start;
    this.#onOverrun = options.onOverrun;
  }

  /** Everything in the buffer, and everything that will come, lies behind these positions. Undefined until they are known. */
  get start(): FeedPositions | undefined {
    return this.#start;
  }

  get ended(): boolean {
    return this.#ended !== undefined;
  }

  push(item: LiveItem): void {
    if (this.#ended !== undefined) return;
    if (this.#behind && this.#start === undefined) {
      // The first item of a stream that had none: what it stands for is part of what has to be caught up with.
      this.#start = new FeedPositions(item.positions);
      return;
    }
    this.#items.push(item);
    if (this.#items.length > this.#capacity) this.#makeRoom();
    this.#wake?.();
  }

  /** The stream has ended: what was pushed before is still taken. */
  end(outcome: Outcome): void {
    this.#ended ??= outcome;
    this.#wake?.();
  }

  /** Its own upstream has reached `start`: from now on nothing may be dropped. */
  catchUp(): void {
    this.#behind = false;
  }

  /** The next item, in order; undefined at the end. Throws what ended the stream. */
  async take(signal: AbortSignal): Promise<LiveItem | undefined> {
    for (;;) {
      const item = this.#items.shift();
      if (item !== undefined) return item;
      if (signal.aborted) return undefined;
      if (this.#ended !== undefined) {
        if (this.#ended.error !== undefined) throw this.#ended.error;
        return undefined;
      }
      await new Promise<void>((resolve) => {
        const wake = () => {
          signal.removeEventListener("abort", wake);
          this.#wake = undefined;
          resolve();
        };
        this.#wake = wake;
        signal.addEventListener("abort", wake, { once: true });
      });
    }
  }

  #makeRoom(): void {
    if (this.#behind) {
      const dropped = this.#items.shift();
      this.#start?.add(dropped?.positions ?? []);
      return;
    }
    this.#items.length = 0;
    const message = `This client fell more than ${this.#capacity} messages behind; subscribe again with after set to the last cursor it got.`;
    this.#ended = { error: new AppError("UNAVAILABLE", message) };
    this.#onOverrun();
  }
}
