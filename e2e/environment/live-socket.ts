// One websocket with graphql-transport-ws, the way a client library opens it.
import { createClient } from "graphql-ws";
import { WebSocket } from "ws";
import type { GraphqlFault } from "./graphql-client.js";
import { later } from "./later.js";

export interface LiveResult<Data> {
  data?: Data | null;
  errors?: readonly GraphqlFault[];
}

export interface SocketEnd {
  code: number;
  reason: string;
}

export interface LiveSocket {
  subscribe<Data>(
    operation: { query: string; variables?: Record<string, unknown> },
    sink: {
      next(result: LiveResult<Data>): void;
      /** Refused with errors, completed (null), or the socket is gone. */
      end(refusal: readonly GraphqlFault[] | SocketEnd | null): void;
    },
  ): () => void;
  /** Once it has closed, whoever closed it. */
  readonly closed: Promise<SocketEnd>;
  /** Pulls the plug: no closing handshake. */
  terminate(): void;
  close(): Promise<void>;
}

export function openLiveSocket(url: string, token?: string): LiveSocket {
  const sockets: WebSocket[] = [];
  const closed = later<SocketEnd>();
  let terminated = false;
  class KnownSocket extends WebSocket {
    constructor(address: string, protocols?: string | string[]) {
      super(address, protocols);
      sockets.push(this);
      // The client opens it a moment after it was asked to.
      if (terminated) queueMicrotask(() => this.terminate());
    }
  }
  const client = createClient({
    url: `${url.replace("http", "ws")}/graphql`,
    webSocketImpl: KnownSocket,
    lazy: true,
    retryAttempts: 0,
    ...(token === undefined ? {} : { connectionParams: { authorization: `Bearer ${token}` } }),
    on: { closed: (event) => closed.resolve(endOf(event)) },
  });
  return {
    closed: closed.promise,
    subscribe(operation, sink) {
      return client.subscribe(operation, {
        next: (result) => sink.next(result as never),
        error: (error) => sink.end(Array.isArray(error) ? error : endOf(error)),
        complete: () => sink.end(null),
      });
    },
    terminate() {
      terminated = true;
      for (const socket of sockets) socket.terminate();
    },
    // A connection that is failing at this moment has nothing left to close.
    close: () => Promise.resolve(client.dispose()).catch(() => {}),
  };
}

/** A close event, or what there is instead when no connection came about. */
function endOf(event: unknown): SocketEnd {
  const { code, reason, message } = event as { code?: unknown; reason?: unknown; message?: unknown };
  return { code: typeof code === "number" ? code : 1006, reason: String(reason ?? message ?? "") };
}
