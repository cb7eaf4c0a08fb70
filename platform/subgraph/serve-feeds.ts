import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { GraphQLError, GraphQLSchema, parse } from "graphql";
import { useServer } from "graphql-ws/use/ws";
import { WebSocketServer } from "ws";
import { AppError } from "../errors/app-error.js";
import type { Logger } from "../logger/logger.js";
import { pathOf } from "../service/service-routes.js";
import { GRAPHQL_PATH, MAX_BODY_BYTES } from "./http-handler.js";
import type { SubgraphEndpoint, SubgraphRequest } from "./subgraph-endpoint.js";
import { requestFromSubscribe, SECRET_HEADER } from "./wire-format.js";

export interface ServeFeedsOptions {
  endpoint: SubgraphEndpoint;
  isGateway: (secret: unknown) => boolean;
  logger: Logger;
}

/** A peer that does not answer a closing handshake in this time is cut off. */
const CLOSE_TIMEOUT_MS = 1_000;

// graphql-ws wants to know what kind of operation it runs; the endpoint looks at the real document itself.
const SOME_SUBSCRIPTION = parse("subscription { feed }");
const NO_SCHEMA = new GraphQLSchema({});

/** Serves an endpoint's subscriptions over graphql-transport-ws on an HTTP server. A wrong secret closes with 4403. */
export function serveFeeds(server: Server, { endpoint, isGateway, logger }: ServeFeedsOptions) {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_BODY_BYTES });
  const disposable = useServer(
    {
      onConnect: ({ connectionParams }) => isGateway(connectionParams?.[SECRET_HEADER]),
      onSubscribe(_context, _id, payload) {
        try {
          const contextValue: SubgraphRequest = requestFromSubscribe(payload);
          return { schema: NO_SCHEMA, document: SOME_SUBSCRIPTION, contextValue };
        } catch (error) {
          return [toRefusal(error, logger)];
        }
      },
      // What went wrong inside is logged, never sent.
      isProd: true,
      subscribe: ({ contextValue }) => endpoint.subscribe(contextValue as SubgraphRequest),
    },
    sockets,
  );

  function onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (pathOf(request.url) === GRAPHQL_PATH) {
      sockets.handleUpgrade(request, socket, head, (webSocket) => sockets.emit("connection", webSocket, request));
      return;
    }
    // Node leaves an upgraded socket without anyone who hears its errors, and an unheard one ends the process.
    socket.on("error", () => socket.destroy());
    socket.end("HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
  }
  server.on("upgrade", onUpgrade);

  return {
    async close(): Promise<void> {
      server.off("upgrade", onUpgrade);
      const open = [...sockets.clients];
      const cutOff = setTimeout(() => {
        for (const socket of open) socket.terminate();
      }, CLOSE_TIMEOUT_MS);
      await disposable.dispose();
      clearTimeout(cutOff);
    },
  };
}

function toRefusal(error: unknown, logger: Logger): GraphQLError {
  if (error instanceof AppError) return new GraphQLError(error.message, { extensions: { code: error.code } });
  logger.error({ error }, "a subscribe message failed");
  return new GraphQLError("Something went wrong on our side.", { extensions: { code: "INTERNAL_SERVER_ERROR" } });
}
