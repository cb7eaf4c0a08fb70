import { AppError } from "@marquee/platform/errors/app-error.js";
import type { FeedItem } from "@marquee/platform/subgraph/feed-item.js";
import type { FeedPosition } from "@marquee/platform/subgraph/subgraph-endpoint.js";

export interface FakeEvent {
  eventId: string;
  movieId: string;
  userId: string;
  score: number;
}

export type FakeFeedPayload = ({ type: "event" } & FakeEvent) | { type: "progress"; live: boolean };

interface Entry {
  partition: number;
  position: number;
  event: FakeEvent;
}

/**
 * A log in memory with readers that replay and then go live, in the shape in which a subgraph serves feeds. Tests break readers
 * off, hold them back and count them.
 */
export class FakeFeed {
  readonly #log: Entry[] = [];
  readonly #ends: number[];
  readonly #wakers = new Set<() => void>();
  #epoch = 0;
  #refusal: AppError | undefined;
  opened = 0;
  open = 0;
  /** What each reader was opened with. */
  readonly afters: (string | undefined)[] = [];
  readonly #openListeners: (() => void)[] = [];

  constructor(partitions = 2) {
    this.#ends = new Array<number>(partitions).fill(0);
  }

  append(partition: number, event: FakeEvent): void {
    const position = this.#ends[partition] ?? 0;
    this.#ends[partition] = position + 1;
    this.#log.push({ partition, position, event });
    this.#wake();
  }

  /** Every reader fails as if its connection had broken off. */
  breakOff(): void {
    this.#epoch += 1;
    this.#wake();
  }

  /** From now on nobody gets in. */
  refuse(error: AppError | undefined): void {
    this.#refusal = error;
  }

  /** Resolves when `open` has changed to what the predicate wants. */
  async until(predicate: () => boolean): Promise<void> {
    while (!predicate()) await new Promise<void>((resolve) => this.#openListeners.push(resolve));
  }

  /** `progress`: whether it says where it starts and when it is live, as ratingFeed does. */
  async *read(options: {
    after: string | undefined;
    signal: AbortSignal;
    progress: boolean;
    /** Called before every item, so that a test can interleave readers. */
    beforeItem?: () => Promise<void>;
    accepts?: (event: FakeEvent) => boolean;
    /** Every other reader gets what the second partition has first, as readers of partitions do not agree on their order. */
    byPartition?: boolean;
  }): AsyncGenerator<FeedItem<FakeFeedPayload>> {
    const { after, signal, progress, beforeItem, accepts = () => true, byPartition = false } = options;
    this.afters.push(after);
    this.opened += 1;
    if (this.#refusal !== undefined) throw this.#refusal;
    this.#changeOpen(1);
    const epoch = this.#epoch;
    try {
      const next = new Map<number, number>(this.#ends.map((end, partition) => [partition, end]));
      if (after !== undefined)
        for (const [partition, position] of parseCursor(after)) next.set(partition, position + 1);
      let live = after === undefined;
      let told = false;
      let read = 0;
      const order = byPartition ? this.opened % 2 : undefined;
      const unread: Entry[] = [];
      let seen = 0;
      for (;;) {
        if (progress && (!told || (!live && read >= this.#log.length))) {
          live ||= told && read >= this.#log.length;
          told = true;
          await beforeItem?.();
          yield { payload: { type: "progress", live }, feed: feedAt(next, undefined, live) };
          continue;
        }
        for (; seen < this.#log.length; seen += 1) unread.push(this.#log[seen] as Entry);
        const preferred = unread.findIndex(({ partition }) => partition === order);
        const [entry] = unread.splice(Math.max(0, preferred), 1);
        if (entry === undefined) {
          live = true;
          if (signal.aborted) return;
          if (epoch !== this.#epoch) throw new AppError("UNAVAILABLE", "the feed broke off");
          await this.#woken(signal);
          continue;
        }
        if (epoch !== this.#epoch) throw new AppError("UNAVAILABLE", "the feed broke off");
        read += 1;
        const wanted = next.get(entry.partition) ?? 0;
        if (entry.position < wanted) continue;
        next.set(entry.partition, entry.position + 1);
        if (!accepts(entry.event)) continue;
        await beforeItem?.();
        yield { payload: { type: "event", ...entry.event }, feed: feedAt(next, entry.event.eventId, live) };
      }
    } finally {
      this.#changeOpen(-1);
    }
  }

  #changeOpen(by: number): void {
    this.open += by;
    for (const listener of this.#openListeners.splice(0)) listener();
  }

  #wake(): void {
    for (const wake of [...this.#wakers]) wake();
  }

  #woken(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        this.#wakers.delete(wake);
        signal.removeEventListener("abort", wake);
        resolve();
      };
      this.#wakers.add(wake);
      signal.addEventListener("abort", wake);
    });
  }
}

function feedAt(next: ReadonlyMap<number, number>, eventId: string | undefined, live: boolean): FeedItem["feed"] {
  const positions = [...next].map(([partition, position]): FeedPosition => [partition, position - 1, 0]);
  return { cursor: cursorOf(positions), positions, live, ...(eventId === undefined ? {} : { eventId }) };
}

export function cursorOf(positions: readonly FeedPosition[]): string {
  return JSON.stringify(positions.map(([partition, position]) => [partition, position]));
}

function parseCursor(cursor: string): [number, number][] {
  try {
    return JSON.parse(cursor);
  } catch {
    throw new AppError("CURSOR_INVALID", "This cursor was not given out for this feed.");
  }
}
