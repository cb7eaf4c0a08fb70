// A cable between two processes that can be cut and mended.
import { connect, createServer, type Server, type Socket } from "node:net";
import type { TestEnvironment } from "./open-environment.js";

export type CableState = "whole" | "cut" | "stalled";

export class TcpProxy {
  /** Stays the same, whoever listens behind it. */
  readonly url: string;
  #target: URL;
  #state: CableState = "whole";
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server, target: string) {
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    this.#target = new URL(target);
    this.url = `http://127.0.0.1:${port}${this.#target.pathname}`;
    server.on("connection", (socket) => this.#accept(socket));
  }

  static async open(environment: TestEnvironment, target: string): Promise<TcpProxy> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const proxy = new TcpProxy(server, target);
    environment.onDispose(() => {
      const closed = new Promise((resolve) => server.close(resolve));
      proxy.set("cut");
      return closed;
    });
    return proxy;
  }

  /** Another process behind it, from the next connection on. */
  pointTo(target: string): void {
    this.#target = new URL(target);
  }

  /** cut: every connection is reset, new ones at once. stalled: connections stand, and nothing comes through any more. */
  set(state: CableState): void {
    this.#state = state;
    if (state === "cut") for (const socket of this.#sockets) socket.resetAndDestroy();
    if (state === "stalled") for (const socket of this.#sockets) socket.pause();
    if (state === "whole") for (const socket of this.#sockets) socket.resume();
  }

  #accept(near: Socket): void {
    if (this.#state === "cut") {
      near.on("error", () => {});
      near.resetAndDestroy();
      return;
    }
    const far = connect(Number(this.#target.port), this.#target.hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(from);
      from.on("error", () => to.destroy());
      from.on("close", () => {
        this.#sockets.delete(from);
        to.destroy();
      });
      from.on("data", (chunk) => to.write(chunk));
      from.on("end", () => to.end());
    }
    if (this.#state === "stalled") for (const socket of [near, far]) socket.pause();
  }
}
