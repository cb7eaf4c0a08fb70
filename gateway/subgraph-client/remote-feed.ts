import { AppError } from "@marquee/platform/errors/app-error.js";
import type { SubgraphRequest } from "@marquee/platform/subgraph/subgraph-endpoint.js";
import { SECRET_HEADER, subscribePayload } from "@marquee/platform/subgraph/wire-format.js";
import type { ExecutionResult } from "graphql";
import { createClient } from "graphql-ws";
import { WebSocket } from "ws";
import { createPushIterator } from "./push-iterator.js";

export interface RemoteFeedOptions {
  name: string;
  /** ws: or wss: */
  url: string;
  secret: string;
  connectTimeoutMs: number;
  maxMessageBytes: number;
}

/** Items that wait here before the socket is paused, and below how many it goes on. */
const PAUSE_AT = 64;
const RESUME_AT = 16;

/**
 * A subgraph's subscription over graphql-transport-ws. It has a socket of its own, so that a consumer that reads slowly holds
 * up nothing but itself: the socket is paused, and the subgraph feels it. Throws UNAVAILABLE when the connection breaks.
 */
export function openRemoteFeed(
  operation: SubgraphRequest,
  options: RemoteFeedOptions,
): AsyncIterableIterator<ExecutionResult, undefined> {
  let socket: WebSocket | undefined;
  class FeedSocket extends WebSocket {
    constructor(address: string, protocols?: string | string[]) {
      super(address, protocols, {
        handshakeTimeout: options.connectTimeoutMs,
        maxPayload: options.maxMessageBytes,
        perMessageDeflate: false,
      });
      socket = this;
    }
  }
  const client = createClient({
    url: options.url,
    webSocketImpl: FeedSocket,
    connectionParams: { [SECRET_HEADER]: options.secret },
    connectionAckWaitTimeout: options.connectTimeoutMs,
    // Whoever reads the feed knows the last cursor, so it is there that broken feeds are opened again.
    retryAttempts: 0,
  });
  // One that is left while its connection fails has nothing to close, and that rejects.
  const dispose = () => void Promise.resolve(client.dispose()).catch(() => {});
  const items = createPushIterator<ExecutionResult>({
    onLength(length) {
      if (length >= PAUSE_AT && socket?.isPaused === false) socket.pause();
      else if (length <= RESUME_AT && socket?.isPaused === true) socket.resume();
    },
    onReturn() {
      dispose();
      // A paused socket would not see the other end's half of the closing handshake.
      socket?.resume();
    },
  });
  client.subscribe<Record<string, unknown>, Record<string, unknown>>(subscribePayload(operation), {
    next: (result) => items.push(result as ExecutionResult),
    error: (error) => {
      if (Array.isArray(error)) {
        // The subgraph's last word on this operation, in the shape that a refusal has in the same process.
        items.push({ errors: error });
        items.end();
      } else items.fail(broken(options.name, error));
      dispose();
    },
    complete: () => {
      items.end();
      dispose();
    },
  });
  return items.iterator;
}

function broken(name: string, cause: unknown): AppError {
  const { code, reason, error } = cause as { code?: unknown; reason?: unknown; error?: unknown };
  const detail = cause instanceof Error ? cause : (error ?? new Error(`closed with ${code} ${reason}`));
  return new AppError("UNAVAILABLE", `The feed of the ${name} subgraph broke off; subscribe again.`, { cause: detail });
}
