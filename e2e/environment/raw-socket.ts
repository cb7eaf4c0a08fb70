// A websocket that says whatever it is told to, in whatever order.
import { once } from "node:events";
import { WebSocket } from "ws";
import type { GraphqlFault } from "./graphql-client.js";
import { later } from "./later.js";
import type { SocketEnd } from "./live-socket.js";
import type { TestEnvironment } from "./open-environment.js";

export interface Message {
  type: string;
  id?: string;
  payload?: unknown;
}

export interface RawSocketOptions {
  protocol?: string;
  headers?: Record<string, string>;
}

export class RawSocket {
  readonly closed: Promise<SocketEnd>;
  /** All that it received. */
  text = "";
  readonly #socket: WebSocket;
  readonly #waiting: Message[] = [];
  #wake: () => void = () => {};

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    const closed = later<SocketEnd>();
    this.closed = closed.promise;
    socket.on("error", () => {});
    socket.on("close", (code, reason) => {
      this.text += reason;
      closed.resolve({ code, reason: String(reason) });
    });
    socket.on("message", (data) => {
      this.text += data;
      this.#waiting.push(JSON.parse(String(data)));
      this.#wake();
    });
  }

  /** Rejects when the server refuses it, with the HTTP status. */
  static async open(
    environment: TestEnvironment,
    url: string,
    { protocol = "graphql-transport-ws", headers = {} }: RawSocketOptions = {},
  ): Promise<RawSocket> {
    const socket = new WebSocket(`${url.replace("http", "ws")}/graphql`, protocol, { headers });
    environment.onDispose(() => socket.terminate());
    const raw = new RawSocket(socket);
    await once(socket, "open");
    return raw;
  }

  /** One that has been let in. */
  static async begin(
    environment: TestEnvironment,
    url: string,
    payload: unknown = {},
    options: RawSocketOptions = {},
  ): Promise<RawSocket> {
    const socket = await RawSocket.open(environment, url, options);
    socket.send({ type: "connection_init", payload });
    await socket.next();
    return socket;
  }

  /** From now on nothing is read, until it is resumed. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  terminate(): void {
    this.#socket.terminate();
  }

  send(message: Message | string | Buffer): void {
    this.#socket.send(typeof message === "string" || Buffer.isBuffer(message) ? message : JSON.stringify(message));
  }

  /** Rejects when the socket closes before. */
  async next(): Promise<Message> {
    for (;;) {
      const message = this.#waiting.shift();
      if (message !== undefined) return message;
      const arrived = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      const end = await Promise.race([arrived, this.closed]);
      if (end !== undefined && this.#waiting.length === 0) throw new Error(`It was closed: ${JSON.stringify(end)}`);
    }
  }

  /** The first error of an operation that is refused. */
  async refusalOf(query: string, variables: Record<string, unknown> = {}, id = "refused"): Promise<GraphqlFault> {
    this.send({ type: "subscribe", id, payload: { query, variables } });
    const { type, payload } = await this.next();
    if (type !== "error" || !Array.isArray(payload))
      throw new Error(`It was not refused: ${type} ${JSON.stringify(payload)}`);
    return payload[0];
  }
}
