import { EventEmitter } from "node:events";
import { type LiveSocket, openLiveSocket } from "./live-socket.js";
import type { TestEnvironment } from "./open-environment.js";

export interface SummaryItem {
  count: number;
  average: number | null;
  cursor: string;
}

const SUMMARY = `subscription Summary($movieId: ID!, $after: Cursor) {
  item: ratingSummaryChanged(movieId: $movieId, after: $after) { count average cursor }
}`;

/** A client of ratingSummaryChanged: whenever its connection ends, it comes back with its last cursor. It keeps every item. */
export class SummaryListener {
  readonly items: SummaryItem[] = [];
  resumptions = 0;
  #socket: LiveSocket | undefined;
  #stopped = false;
  #failure: Error | undefined;
  readonly #changes = new EventEmitter().setMaxListeners(0);

  constructor(environment: TestEnvironment, options: { url: () => Promise<string>; movieId: string }) {
    environment.onDispose(() => this.stop());
    this.#run(options).catch((error) => this.#fail(String(error)));
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      if (this.#failure !== undefined) throw this.#failure;
      await new Promise((resolve) => this.#changes.once("change", resolve));
    }
  }

  cut(): void {
    const socket = this.#socket;
    // What may still arrive from it was never seen by this client.
    this.#socket = undefined;
    socket?.terminate();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#socket?.close();
  }

  async #run({ url, movieId }: { url: () => Promise<string>; movieId: string }): Promise<void> {
    while (!this.#stopped && this.#failure === undefined) {
      const socket = openLiveSocket(await url());
      this.#socket = socket;
      const after = this.items.at(-1)?.cursor;
      await new Promise<void>((resolve) => {
        socket.subscribe<{ item: SummaryItem }>(
          { query: SUMMARY, variables: { movieId, after } },
          {
            next: ({ data, errors }) => {
              if (this.#socket !== socket) return;
              if (data == null) this.#fail(JSON.stringify(errors));
              else this.items.push(data.item);
              this.#changes.emit("change");
            },
            end: (refusal) => {
              if (Array.isArray(refusal)) this.#fail(JSON.stringify(refusal));
              resolve();
            },
          },
        );
      });
      await socket.close();
      this.resumptions += 1;
    }
  }

  #fail(message: string): void {
    this.#failure ??= new Error(`ratingSummaryChanged ended: ${message}`);
    this.#changes.emit("change");
  }
}
