import { AppError } from "@marquee/platform/errors/app-error.js";
import type { LiveItem } from "./live-item.js";
import type { LiveMetrics } from "./live-metrics.js";
import { LivePayload } from "./live-payload.js";
import type { LiveSink } from "./live-sink.js";

/**
 * What becomes of messages that a slow client leaves waiting.
 * latest: each takes the place of the one before it. gap: past the limits they go, and `gapOf` makes the message that says so.
 * end: past the limits the subscription ends with UNAVAILABLE.
 */
export type WhenSlow =
  | { kind: "latest" }
  | { kind: "gap"; gapOf(cursor: string, reason: "SLOW_CLIENT"): string }
  | { kind: "end" };

export interface WaitingLimits {
  messages: number;
  bytes: number;
}

/** Messages that wait for one subscriber, in order and bounded. */
export class WaitingItems {
  readonly #limits: WaitingLimits;
  readonly #whenSlow: WhenSlow;
  readonly #sink: Pick<LiveSink, "waiting">;
  readonly #metrics: Pick<LiveMetrics, "overruns" | "drops" | "gaps" | "conflations">;
  #items: LiveItem[] = [];
  #bytes = 0;

  constructor(options: {
    limits: WaitingLimits;
    whenSlow: WhenSlow;
    sink: Pick<LiveSink, "waiting">;
    metrics: Pick<LiveMetrics, "overruns" | "drops" | "gaps" | "conflations">;
  }) {
    this.#limits = options.limits;
    this.#whenSlow = options.whenSlow;
    this.#sink = options.sink;
    this.#metrics = options.metrics;
  }

  /** Throws UNAVAILABLE where a slow client's subscription ends; nothing waits any more then. */
  add(item: LiveItem): void {
    if (this.#whenSlow.kind === "latest") this.#makePlaceFor(item);
    this.#append(item);
    if (!this.#isOver) return;
    if (this.#whenSlow.kind === "gap") {
      this.#leaveGap(item, this.#whenSlow.gapOf);
      return;
    }
    this.#metrics.drops.inc(this.#items.length);
    this.#metrics.overruns.inc();
    this.clear();
    const { messages, bytes } = this.#limits;
    throw new AppError(
      "UNAVAILABLE",
      `This client fell more than ${messages} messages or ${bytes} bytes behind; subscribe again, with after set to the last cursor it got where the feed has one.`,
    );
  }

  get first(): LiveItem | undefined {
    return this.#items[0];
  }

  take(): LiveItem | undefined {
    const item = this.#items.shift();
    if (item !== undefined) this.#count(-sizeOf(item));
    return item;
  }

  /** While another upstream delivers: the oldest ones go, up to the limits, and are handed to `onDropped`. */
  addMakingRoom(item: LiveItem, onDropped: (item: LiveItem) => void): void {
    this.#append(item);
    while (this.#isOver && this.#items.length > 0) {
      const oldest = this.take();
      if (oldest !== undefined) onDropped(oldest);
    }
  }

  clear(): void {
    this.#items = [];
    this.#count(-this.#bytes);
  }

  get #isOver(): boolean {
    return this.#items.length > this.#limits.messages || this.#bytes > this.#limits.bytes;
  }

  #append(item: LiveItem): void {
    this.#items.push(item);
    this.#count(sizeOf(item));
  }

  #count(bytes: number): void {
    if (bytes === 0) return;
    this.#bytes += bytes;
    this.#sink.waiting(bytes);
  }

  /** A note replaces a note alone: what it stands behind must still be told. */
  #makePlaceFor(item: LiveItem): void {
    const last = this.#items.at(-1);
    if (last === undefined || (item.payload === undefined && last.payload !== undefined)) return;
    if (item.payload === undefined) {
      this.#items.pop();
      return;
    }
    this.#metrics.conflations.inc(this.#items.filter(({ payload }) => payload !== undefined).length);
    this.clear();
  }

  #leaveGap(last: LiveItem, gapOf: (cursor: string, reason: "SLOW_CLIENT") => string): void {
    this.#metrics.drops.inc(this.#items.length);
    this.#metrics.gaps.inc({ reason: "SLOW_CLIENT" });
    this.clear();
    this.#append({ ...last, payload: new LivePayload(gapOf(last.cursor, "SLOW_CLIENT")) });
  }
}

function sizeOf({ payload }: LiveItem): number {
  return payload?.json.length ?? 0;
}
