import type { ChangeFeed, ChangeRecord } from "./change-feed.js";

/** A record that tells something; progress only says how far everything is folded. */
export type Told<Record extends ChangeRecord> = Exclude<Record, { type: "Progress" }>;

/**
 * What a change feed says of the partitions that are followed, until it is taken; never more than `maxBuffered` records. One
 * more and it drops all of them and follows nothing: whoever reads it goes back to the store for what was dropped.
 */
export class LiveBuffer<Record extends ChangeRecord> {
  #records: { partition: number; record: Told<Record> }[] = [];
  readonly #heard = new Map<number, number>();
  readonly #maxBuffered: number;
  readonly #stop: () => void;
  #wake: () => void = () => {};

  constructor(feed: ChangeFeed<Record>, maxBuffered: number, signal: AbortSignal) {
    this.#maxBuffered = maxBuffered;
    const unlisten = feed.listen((partition, record) => this.#hear(partition, record));
    const onAbort = () => this.#wake();
    signal.addEventListener("abort", onAbort);
    this.#stop = () => {
      unlisten();
      signal.removeEventListener("abort", onAbort);
    };
  }

  /** Keeps what is said of this partition from now on; `position` is what was said last. */
  follow(partition: number, position: number): void {
    this.#heard.set(partition, position);
  }

  follows(partition: number): boolean {
    return this.#heard.has(partition);
  }

  /** How far each followed partition is folded; once the buffer is empty, nothing up to there is left to tell. */
  get heard(): ReadonlyMap<number, number> {
    return this.#heard;
  }

  get size(): number {
    return this.#records.length;
  }

  take(): { partition: number; record: Told<Record> } | undefined {
    return this.#records.shift();
  }

  /** Resolves when something is said next of a followed partition, or the signal aborts. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  close(): void {
    this.#stop();
    this.#records = [];
    this.#heard.clear();
  }

  #hear(partition: number, record: Record): void {
    if (!this.follows(partition)) return;
    if (record.type === "Progress") {
      this.#heard.set(partition, record.position);
    } else if (this.#records.length < this.#maxBuffered) {
      this.#heard.set(partition, record.position);
      this.#records.push({ partition, record: record as Told<Record> });
    } else {
      this.#records = [];
      this.#heard.clear();
    }
    this.#wake();
  }
}
