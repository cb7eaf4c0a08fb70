import { onceAborted } from "./abortable.js";
import { FeedPositions } from "./feed-positions.js";
import type { LiveItem } from "./live-item.js";
import type { LiveSink } from "./live-sink.js";
import type { WaitingItems } from "./waiting-items.js";

/** Its own upstream and the shared stream have met. */
export const MET = Symbol("met");

type Outcome = { error?: unknown };

/**
 * One subscriber's place at a shared stream. While its own upstream catches up ("behind") what was delivered to all waits here, the
 * oldest items make room, and `start` moves up with them; once it lives on the shared stream alone, what comes goes straight to
 * its sink, and waits only while its peer does not read, so that a slow client slows nobody down.
 */
export class Subscriber {
  readonly #waiting: WaitingItems;
  #behind: boolean;
  /** Everything that waits, and everything that will come, lies behind these positions. Undefined until they are known. */
  #start: FeedPositions | undefined;
  #awaited: { delivered: FeedPositions; resolve(): void } | undefined;
  #ended: Outcome | undefined;
  #wake: (() => void) | undefined;
  /** Where items go at once, while nothing waits and the peer keeps up. */
  #open: LiveSink | undefined;

  constructor(options: { waiting: WaitingItems; behind: boolean; start?: FeedPositions | undefined }) {
    this.#waiting = options.waiting;
    this.#behind = options.behind;
    this.#start = options.start;
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
    if (this.#behind && this.#awaited !== undefined && this.#meets(this.#awaited.delivered)) this.#awaited.resolve();
    this.#wake?.();
    return false;
  }

  /** The stream has ended: what was pushed before is still taken. */
  end(outcome: Outcome): void {
    this.#ended ??= outcome;
    this.#wake?.();
  }

  /**
   * Resolves when exactly this was delivered to all, at a moment that is still told here: then what came since waits here, nothing
   * may be dropped unsaid from now on, and its own upstream is needed no more. Asking again takes the question before it back.
   */
  whenItMeets(delivered: FeedPositions): Promise<typeof MET> {
    if (this.#meets(delivered)) return Promise.resolve(MET);
    return new Promise((resolve) => {
      this.#awaited = { delivered, resolve: () => resolve(MET) };
    });
  }

  /** While its own upstream delivers. */
  get behind(): boolean {
    return this.#behind;
  }

  #meets(delivered: FeedPositions): boolean {
    if (this.#start === undefined) return false;
    for (;;) {
      const next = this.#waiting.first;
      if (next === undefined || delivered.isBehind(next.positions)) break;
      this.#start.add(next.positions);
      this.#waiting.take();
    }
    if (!delivered.covers(this.#start) || !this.#start.covers(delivered)) return false;
    this.#behind = false;
    return true;
  }

  /** What waits is nobody's any more. */
  leave(): void {
    this.#open = undefined;
    this.#waiting.clear();
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
