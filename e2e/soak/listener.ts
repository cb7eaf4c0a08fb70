import { WebSocket } from "ws";

export interface ListenerFilter {
  movieId?: string;
  userId?: string;
  genre?: string;
}

const FEED = `subscription ($movieId: ID, $userId: ID, $genre: String, $after: Cursor) {
  ratingFeed(movieId: $movieId, userId: $userId, genre: $genre, after: $after) { __typename
    ... on RatingEvent { cursor eventId movie { id } }
    ... on FeedProgress { cursor live }
    ... on FeedGap { cursor reason } } }`;

type Item =
  | { __typename: "RatingEvent"; cursor: string; eventId: string; movie: { id: string } }
  | { __typename: "FeedProgress"; cursor: string; live: boolean }
  | { __typename: "FeedGap"; cursor: string; reason: string };

/** Milliseconds: of which half is random, as PROTOCOL asks. */
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 4_000;

/** One client of ratingFeed on a socket of its own that comes back behind its last cursor, at the next gateway in turn. */
export class SoakListener {
  /** As they came. */
  readonly eventIds: string[] = [];
  readonly gaps: string[] = [];
  readonly refusals: string[] = [];
  resumptions = 0;
  #cursor: string | undefined;
  #socket: WebSocket | undefined;
  #stopped = false;
  #failures = 0;
  #live = false;
  #turn: number;
  readonly #urls: readonly string[];
  readonly #filter: ListenerFilter;

  constructor(urls: readonly string[], filter: ListenerFilter, turn: number) {
    this.#urls = urls;
    this.#filter = filter;
    this.#turn = turn;
    this.#connect();
  }

  get live(): boolean {
    return this.#live;
  }

  /** Pulls the plug. What has not been handed to it by then was never seen. */
  cut(): void {
    this.#socket?.terminate();
  }

  stop(): void {
    this.#stopped = true;
    this.#socket?.terminate();
  }

  #connect(): void {
    const url = this.#urls[this.#turn++ % this.#urls.length] ?? "";
    const socket = new WebSocket(`${url.replace("http", "ws")}/graphql`, "graphql-transport-ws");
    this.#socket = socket;
    socket.on("open", () => socket.send('{"type":"connection_init"}'));
    socket.on("error", () => {});
    socket.on("message", (data) => this.#hear(socket, JSON.parse(String(data))));
    socket.on("close", (code) => {
      this.#live = false;
      if (this.#stopped) return;
      this.resumptions += 1;
      const pause = code === 1001 ? 0 : Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** this.#failures++);
      setTimeout(() => !this.#stopped && this.#connect(), pause * (0.5 + Math.random() / 2));
    });
  }

  #hear(socket: WebSocket, message: { type: string; payload?: unknown }): void {
    if (socket !== this.#socket || socket.readyState !== WebSocket.OPEN) return;
    if (message.type === "connection_ack") {
      const variables = { ...this.#filter, after: this.#cursor };
      socket.send(JSON.stringify({ id: "1", type: "subscribe", payload: { query: FEED, variables } }));
    } else if (message.type === "error") {
      const codes = (message.payload as { extensions?: { code?: string } }[]).map(({ extensions }) => extensions?.code);
      if (codes.some((code) => code !== "UNAVAILABLE")) this.refusals.push(codes.join());
      socket.terminate();
    } else if (message.type === "next") this.#take((message.payload as { data: { ratingFeed: Item } }).data.ratingFeed);
  }

  #take(item: Item): void {
    this.#failures = 0;
    this.#cursor = item.cursor;
    if (item.__typename === "RatingEvent") this.eventIds.push(item.eventId);
    else if (item.__typename === "FeedGap") this.gaps.push(item.reason);
    else this.#live = item.live;
  }
}
