import type { ExecutionResult } from "graphql";
import { type Client, createClient } from "graphql-ws";
import { WebSocket } from "ws";
import type { AnyData } from "./any-data.js";

export interface LiveClient {
  client: Client;
  subscribe(query: string, variables?: Record<string, unknown>): LiveSubscription;
  /** Resolves when the socket has closed. */
  closed: Promise<{ code: number; reason: string }>;
  close(): Promise<void>;
}

export interface LiveSubscription {
  /** The next result; rejects with what ended the subscription, or when it is complete. */
  next(): Promise<ExecutionResult<AnyData>>;
  stop(): void;
}

export function connectLiveClient(gatewayUrl: string, authorization?: string): LiveClient {
  let tellClosed: (event: { code: number; reason: string }) => void = () => {};
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    tellClosed = resolve;
  });
  const client = createClient({
    url: `${gatewayUrl.replace("http", "ws")}/graphql`,
    webSocketImpl: WebSocket,
    lazy: true,
    retryAttempts: 0,
    ...(authorization === undefined ? {} : { connectionParams: { authorization } }),
    on: { closed: (event) => tellClosed(event as { code: number; reason: string }) },
  });
  return {
    client,
    closed,
    subscribe(query, variables = {}) {
      const iterator = client.iterate<AnyData>({ query, variables });
      return {
        async next() {
          const step = await iterator.next();
          if (step.done === true) throw new Error("complete");
          return step.value as ExecutionResult<AnyData>;
        },
        stop: () => void iterator.return?.(),
      };
    },
    async close() {
      await client.dispose();
    },
  };
}
