import { FeedPositions } from "./feed-positions.js";
import type { LiveItem } from "./live-item.js";
import type { Subscriber } from "./subscriber.js";

export interface LiveSource {
  items: AsyncGenerator<LiveItem, undefined>;
  close(): void;
}

/** One upstream for many equal subscriptions. It is closed when its last subscriber leaves. */
export class SharedStream {
  readonly #subscribers = new Set<Subscriber>();
  readonly #source: LiveSource;
  readonly #onEnd: () => void;
  readonly #onDelivered: (messages: number) => void;
  #positions: FeedPositions | undefined;
  #closed = false;

  /** `positions`: how far the source had come when it was taken over; undefined for one that has given nothing yet. */
  constructor(
    source: LiveSource,
    options: { positions?: FeedPositions; onEnd: () => void; onDelivered: (messages: number) => void },
  ) {
    this.#source = source;
    this.#positions = options.positions;
    this.#onEnd = options.onEnd;
    this.#onDelivered = options.onDelivered;
  }

  /** How far the stream is: everything later goes to whoever is attached now. Undefined before its first item. */
  get positions(): FeedPositions | undefined {
    return this.#positions === undefined ? undefined : new FeedPositions(this.#positions);
  }

  attach(subscriber: Subscriber): void {
    this.#subscribers.add(subscriber);
  }

  detach(subscriber: Subscriber): void {
    this.#subscribers.delete(subscriber);
    if (this.#subscribers.size === 0) this.#end({});
  }

  /** Reads the source to its end. Attach the first subscriber before. */
  async pump(): Promise<void> {
    try {
      for await (const item of this.#source.items) {
        if (this.#closed) return;
        this.#positions ??= new FeedPositions();
        this.#positions.add(item.positions);
        let delivered = 0;
        for (const subscriber of this.#subscribers) {
          if (subscriber.push(item)) delivered += 1;
          else if (subscriber.ended) this.detach(subscriber);
        }
        if (delivered > 0) this.#onDelivered(delivered);
      }
      this.#end({});
    } catch (error) {
      this.#end({ error });
    }
  }

  #end(outcome: { error?: unknown }): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#onEnd();
    this.#source.close();
    for (const subscriber of this.#subscribers) subscriber.end(outcome);
    this.#subscribers.clear();
  }
}
