import { onceAborted } from "./abortable.js";
import { FeedPositions } from "./feed-positions.js";
import type { LiveItem } from "./live-item.js";
import type { LiveSink } from "./live-sink.js";
import type { WaitingItems } from "./waiting-items.js";

type Outcome = { error?: unknown };

/**
 * One subscriber's place at a shared stream. While its own upstream catches up ("behind") what was delivered to all waits here, the
 * oldest items make room, and `start` moves up with them; once it lives on the shared stream alone, what comes goes straight to
 * its sink, and waits only while its peer does not read, so that a slow client slows nobody down.
 */
export class Subscriber {
  readonly #waiting: WaitingItems;
  #behind: boolean;
  #start: FeedPositions | undefined;
  #ended: Outcome | undefined;
  #wake: (() => void) | undefined;
  /** Where items go at once, while nothing waits and the peer keeps up. */
  #open: LiveSink | undefined;

  constructor(options: { waiting: WaitingItems; behind: boolean; start?: FeedPositions | undefined }) {
    this.#waiting = options.waiting;
    this.#behind = options.behind;
    this.#start = options.start;
  }

  /** Everything that waits, and everything that will come, lies behind these positions. Undefined until they are known. */
  get start(): FeedPositions | undefined {
    return this.#start;
  }

  get ended(): boolean {
    return this.#ended !== undefined;
  }

  /** Whether the item went out at once. */
  push(item: LiveItem): boolean {
    if (this.#ended !== undefined) return false;
    if (this.#open !== undefined) {
      if (item.payload === undefined) return false;
      if (!this.#open.send(item.payload)) {
        this.#open = undefined;
        this.#wake?.();
      }
      return true;
    }
    if (!this.#behind) this.#wait(item);
    else if (this.#start !== undefined)
      this.#waiting.addMakingRoom(item, ({ positions }) => this.#start?.add(positions));
    // The first item of a stream that had none: what it stands for is part of what has to be caught up with.
    else this.#start = new FeedPositions(item.positions);
    this.#wake?.();
    return false;
  }

  /** The stream has ended: what was pushed before is still taken. */
  end(outcome: Outcome): void {
    this.#ended ??= outcome;
    this.#wake?.();
  }

  /** Its own upstream has reached `start`: from now on nothing may be dropped unsaid. */
  catchUp(): void {
    this.#behind = false;
  }

  /** What waits is nobody's any more. */
  leave(): void {
    this.#open = undefined;
    this.#waiting.clear();
  }

  /** The next item, in order; undefined at the end. Throws what ended the stream. */
  async take(signal: AbortSignal): Promise<LiveItem | undefined> {
    for (;;) {
      const item = this.#waiting.take();
      if (item !== undefined) return item;
      if (this.#isOver(signal)) return undefined;
      await this.#woken(signal);
    }
  }

  /** Hands everything to the sink, as fast as its peer reads, to the end. Throws what ended the stream. */
  async flow(sink: LiveSink, signal: AbortSignal, onTaken: () => void): Promise<void> {
    for (;;) {
      const item = this.#waiting.take();
      if (item?.payload !== undefined) {
        onTaken();
        if (!sink.send(item.payload)) await sink.ready(signal);
        if (signal.aborted) return;
      } else if (item === undefined) {
        if (this.#isOver(signal)) return;
        this.#open = sink;
        await this.#woken(signal);
        // Closed by whoever woke this, because the peer does not keep up; or because it is over.
        if (this.#open === undefined) await sink.ready(signal);
        this.#open = undefined;
      }
    }
  }

  #wait(item: LiveItem): void {
    try {
      this.#waiting.add(item);
    } catch (error) {
      this.#ended = { error };
    }
  }

  #isOver(signal: AbortSignal): boolean {
    if (signal.aborted) return true;
    if (this.#ended?.error !== undefined) throw this.#ended.error;
    return this.#ended !== undefined;
  }

  #woken(signal: AbortSignal): Promise<void> {
    return new Promise<void>((resolve) => {
      const wake = () => {
        forget();
        this.#wake = undefined;
        resolve();
      };
      const forget = onceAborted(signal, wake);
      this.#wake = wake;
    });
  }
}
