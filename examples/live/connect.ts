import { type Client, createClient } from "graphql-ws";

export interface ConnectOptions {
  /** ws://127.0.0.1:4000/graphql */
  url: string;
  token: string | undefined;
  /** For a Node without a WebSocket of its own (before 22): that of ws. */
  webSocketImpl?: unknown;
}

const PING_EVERY_MS = 10_000;
const PONG_WITHIN_MS = 5_000;

/** One connection, which does not come back by itself: it must be asked for with the cursor and the token as they are then. */
export function connect({ url, token, webSocketImpl }: ConnectOptions): Client {
  let silence: ReturnType<typeof setTimeout> | undefined;
  const client = createClient({
    url,
    webSocketImpl,
    retryAttempts: 0,
    connectionParams: token === undefined ? {} : { authorization: `Bearer ${token}` },
    // A connection can be gone without anybody having said so.
    keepAlive: PING_EVERY_MS,
    on: {
      ping: (received) => {
        if (!received) silence = setTimeout(() => client.terminate(), PONG_WITHIN_MS);
      },
      pong: (received) => {
        if (received) clearTimeout(silence);
      },
      closed: () => clearTimeout(silence),
    },
  });
  return client;
}
