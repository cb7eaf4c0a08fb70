import { EventEmitter } from "node:events";
import { type LiveSocket, openLiveSocket } from "./live-socket.js";
import type { TestEnvironment } from "./open-environment.js";
import { EVENT_FIELDS, type FeedItem, type RatingEvent } from "./rating-feed.js";

export interface FeedFilter {
  movieId?: string;
  userId?: string;
  genre?: string;
}

const FEED = `subscription Feed($movieId: ID, $userId: ID, $genre: String, $after: Cursor) {
  item: ratingFeed(movieId: $movieId, userId: $userId, genre: $genre, after: $after) { ${EVENT_FIELDS} }
}`;

/**
 * A client of ratingFeed as PROTOCOL asks for: whenever its connection ends, it comes back with its last cursor. It keeps every
 * event as it came, repeated ones too.
 */
export class FeedListener {
  readonly events: RatingEvent[] = [];
  /** Every item as it came, progress and gaps too. */
  readonly items: FeedItem[] = [];
  cursor: string | undefined;
  /** How often it came back. */
  resumptions = 0;
  #live = false;
  #failure: Error | undefined;
  #stopped = false;
  #socket: LiveSocket | undefined;
  readonly #changes = new EventEmitter().setMaxListeners(0);
  readonly #url: () => Promise<string>;
  readonly #filter: FeedFilter;
  readonly #expectsGaps: boolean;

  constructor(
    environment: TestEnvironment,
    options: {
      url: () => Promise<string>;
      filter?: FeedFilter;
      after?: string | undefined;
      /** Usually a gap is a failure. */
      expectsGaps?: boolean;
    },
  ) {
    this.#url = options.url;
    this.#expectsGaps = options.expectsGaps ?? false;
    this.#filter = options.filter ?? {};
    this.cursor = options.after;
    environment.onDispose(() => this.stop());
    this.#run().catch((error) => this.#fail(String(error)));
  }

  /** Resolves when the condition holds after an item; rejects when the feed was refused or told of a gap. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      if (this.#failure !== undefined) throw this.#failure;
      await new Promise((resolve) => this.#changes.once("change", resolve));
    }
  }

  /** Whether the present connection has everything that had happened when it was opened. */
  get live(): boolean {
    return this.#live;
  }

  /** Pulls the plug and comes back; resolves when it has caught up with all that had happened by then. */
  async catchUp(): Promise<void> {
    this.cut();
    await this.until(() => this.#live);
  }

  /** Has whoever waits look again. */
  wake(): void {
    this.#changes.emit("change");
  }

  cut(): void {
    const socket = this.#socket;
    // What may still arrive from it was never seen by this client.
    this.#socket = undefined;
    this.#live = false;
    socket?.terminate();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#socket?.close();
    this.#changes.emit("change");
  }

  async #run(): Promise<void> {
    while (!this.#stopped && this.#failure === undefined) {
      const url = await this.#url();
      if (this.#stopped) return;
      await this.#listen(url);
      this.#live = false;
      this.resumptions += 1;
      this.wake();
    }
  }

  /** One connection, until it ends. */
  async #listen(url: string): Promise<void> {
    const socket = openLiveSocket(url);
    this.#socket = socket;
    this.#live = false;
    const variables = { ...this.#filter, ...(this.cursor === undefined ? {} : { after: this.cursor }) };
    await new Promise<void>((resolve) => {
      socket.subscribe<{ item: FeedItem }>(
        { query: FEED, variables },
        {
          next: ({ data, errors }) => {
            if (this.#socket !== socket || this.#failure !== undefined) return;
            if (errors !== undefined || data == null) this.#fail(`an item with errors: ${JSON.stringify(errors)}`);
            else this.#take(data.item);
          },
          end: (refusal) => {
            const codes = Array.isArray(refusal) ? refusal.map(({ extensions }) => extensions?.code) : [];
            // Somebody is away for a moment: it is asked for again behind the last cursor.
            if (codes.some((code) => code !== "UNAVAILABLE")) this.#fail(`refused: ${JSON.stringify(refusal)}`);
            if (refusal === null && !this.#stopped) this.#fail("completed by the server");
            resolve();
          },
        },
      );
    });
    await socket.close();
  }

  #take(item: FeedItem): void {
    this.cursor = item.cursor;
    this.items.push(item);
    if (item.__typename === "RatingEvent") this.events.push(item);
    else if (item.__typename === "FeedProgress") this.#live = item.live;
    else if (!this.#expectsGaps) this.#fail(`a gap: ${item.reason}`);
    this.#changes.emit("change");
  }

  #fail(message: string): void {
    this.#failure ??= new Error(`The feed of ${JSON.stringify(this.#filter)} ended: ${message}`);
    this.#changes.emit("change");
  }
}

/** Everything that passes the filter behind `after`, as one replay tells it. */
export async function replay(
  environment: TestEnvironment,
  options: { url: () => Promise<string>; filter?: FeedFilter; after: string },
): Promise<RatingEvent[]> {
  const listener = new FeedListener(environment, options);
  await listener.until(() => listener.live);
  await listener.stop();
  return listener.events;
}
