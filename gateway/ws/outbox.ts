import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";
import { onceAborted } from "../live/abortable.js";
import type { LivePayload } from "../live/live-payload.js";
import type { LiveSink } from "../live/live-sink.js";
import { nextFrame, nextHead } from "./text-frame.js";

/**
 * What goes to one websocket past the ws library: whole frames, straight to the connection. What is sent in one turn of the event
 * loop leaves together. Beside it ws goes on sending its own frames; both write whole ones.
 */
export class Outbox {
  readonly #socket: WebSocket;
  readonly #connection: Duplex;
  #corked = false;
  #waiting = 0;
  #ready: (() => void)[] = [];

  constructor(socket: WebSocket, connection: Duplex) {
    this.#socket = socket;
    this.#connection = connection;
    const wake = () => {
      for (const resolve of this.#ready.splice(0)) resolve();
    };
    connection.on("drain", wake);
    connection.on("close", wake);
  }

  /** Bytes that this process holds for the peer, in buffers and in subscriptions that wait for it. */
  get heldBytes(): number {
    return this.#socket.bufferedAmount + this.#waiting;
  }

  /** Of the subscription with this id. */
  sink(id: string): LiveSink {
    const head = nextHead(id);
    return {
      send: (payload) => this.#send(head, payload),
      ready: (signal) => this.#untilReady(signal),
      waiting: (bytes) => {
        this.#waiting += bytes;
      },
    };
  }

  #send(head: string, payload: LivePayload): boolean {
    // A socket that fails or closes ends its subscriptions.
    if (this.#socket.readyState !== this.#socket.OPEN) return true;
    if (!this.#corked) {
      this.#corked = true;
      this.#connection.cork();
      uncorkTogether(this);
    }
    return this.#connection.write(nextFrame(head, payload));
  }

  uncork(): void {
    this.#corked = false;
    this.#connection.uncork();
  }

  #untilReady(signal: AbortSignal): Promise<void> {
    if (signal.aborted || !this.#connection.writableNeedDrain) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        forget();
        resolve();
      };
      const forget = onceAborted(signal, done);
      this.#ready.push(done);
    });
  }
}

let corked: Outbox[] = [];

/** One turn of the event loop for all sockets. */
function uncorkTogether(outbox: Outbox): void {
  corked.push(outbox);
  if (corked.length > 1) return;
  setImmediate(() => {
    const outboxes = corked;
    corked = [];
    for (const each of outboxes) each.uncork();
  });
}
