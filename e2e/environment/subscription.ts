import type { GraphqlFault } from "./graphql-client.js";
import { type LiveResult, type LiveSocket, openLiveSocket, type SocketEnd } from "./live-socket.js";
import type { TestEnvironment } from "./open-environment.js";

type End = readonly GraphqlFault[] | SocketEnd | null;

/** One subscription on a websocket of its own, read item by item. It never comes back by itself. */
export class Subscription<Data = Record<string, unknown>> {
  readonly socket: LiveSocket;
  /** The errors it was refused with, how its socket ended, or null where the server completed it. */
  readonly ended: Promise<End>;
  readonly #waiting: LiveResult<Data>[] = [];
  #wake: () => void = () => {};
  #end: { how: End } | undefined;

  constructor(
    environment: TestEnvironment,
    url: string,
    operation: { query: string; variables?: Record<string, unknown>; token?: string },
  ) {
    const { token, ...rest } = operation;
    this.socket = openLiveSocket(url, token);
    environment.onDispose(() => this.socket.close());
    this.ended = new Promise((resolve) => {
      this.socket.subscribe<Data>(rest, {
        next: (result) => {
          this.#waiting.push(result);
          this.#wake();
        },
        end: (how) => {
          this.#end = { how };
          this.#wake();
          resolve(how);
        },
      });
    });
  }

  /** The next item, as soon as it comes. Rejects when the subscription has ended. */
  async next(): Promise<LiveResult<Data>> {
    for (;;) {
      const result = this.#waiting.shift();
      if (result !== undefined) return result;
      if (this.#end !== undefined) throw new Error(`The subscription ended: ${JSON.stringify(this.#end.how)}`);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** The next item of which this is true; those before it are thrown away. */
  async nextWhere(wanted: (data: Data) => boolean): Promise<LiveResult<Data>> {
    for (;;) {
      const result = await this.next();
      if (result.data != null && wanted(result.data)) return result;
    }
  }

  /** For feeds that say nothing when they start: does something again and again until it is heard. */
  async hears(something: () => Promise<unknown>): Promise<void> {
    while (this.#waiting.length === 0) {
      if (this.#end !== undefined) throw new Error(`The subscription ended: ${JSON.stringify(this.#end.how)}`);
      await something();
    }
  }
}
