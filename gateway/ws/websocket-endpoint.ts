import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import type { Clock } from "@marquee/platform/clock/clock.js";
import type { Logger } from "@marquee/platform/logger/logger.js";
import { pathOf } from "@marquee/platform/service/service-routes.js";
import { handleProtocols } from "graphql-ws";
import { type WebSocket, WebSocketServer } from "ws";
import type { TokenVerifier } from "../gate/token-verifier.js";
import { watchHeartbeat } from "./heartbeat.js";
import type { createOperationServer } from "./operation-server.js";
import { isAllowedOrigin } from "./origin-check.js";
import { createSocketSession } from "./socket-session.js";

export interface WebSocketEndpointOptions {
  path: string;
  operations: ReturnType<typeof createOperationServer>;
  verify: TokenVerifier;
  clock: Clock;
  logger: Logger;
  allowedOrigins: readonly string[];
  maxMessageBytes: number;
  /** A peer that does not answer a ping for so long is gone. */
  heartbeatMs: number;
}

const GOING_AWAY = 1001;
const INTERNAL_ERROR = 4500;
const CLOSE_TIMEOUT_MS = 2_000;

/** graphql-transport-ws on an HTTP server. */
export function serveWebSockets(server: Server, options: WebSocketEndpointOptions) {
  const { logger } = options;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: options.maxMessageBytes,
    perMessageDeflate: false,
    handleProtocols,
  });

  function onConnection(socket: WebSocket): void {
    const session = createSocketSession(socket, options.verify, options.clock);
    const stopHeartbeat = watchHeartbeat(socket, options.heartbeatMs);
    const closed = options.operations.opened(toTransport(socket, logger), { socket, session });
    // What the peer did wrong (an oversized message, say) has closed the socket with its code by now.
    socket.on("error", (error) => logger.debug({ error }, "a websocket failed"));
    socket.once("close", (code, reason) => {
      stopHeartbeat();
      session.end();
      closed(code, String(reason)).catch((error) => logger.error({ error }, "ending a websocket's operations failed"));
    });
  }

  function onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (pathOf(request.url) !== options.path) refuse(socket, "404 Not Found");
    else if (!isAllowedOrigin(request.headers.origin, request.headers.host, options.allowedOrigins)) {
      refuse(socket, "403 Forbidden");
    } else sockets.handleUpgrade(request, socket, head, onConnection);
  }
  server.on("upgrade", onUpgrade);

  return {
    /** Takes nothing new, closes every socket with 1001 and resolves when all are gone. */
    async close(): Promise<void> {
      server.off("upgrade", onUpgrade);
      server.on("upgrade", (_request, socket: Duplex) => refuse(socket, "503 Service Unavailable"));
      const open = [...sockets.clients];
      const gone = Promise.all(open.map((socket) => new Promise((resolve) => socket.once("close", resolve))));
      for (const socket of open) socket.close(GOING_AWAY, "This server is going away; connect again.");
      const cutOff = setTimeout(() => {
        for (const socket of open) socket.terminate();
      }, CLOSE_TIMEOUT_MS);
      await gone;
      clearTimeout(cutOff);
      sockets.close();
    },
  };
}

/** The socket as graphql-ws wants it. */
function toTransport(socket: WebSocket, logger: Logger) {
  return {
    protocol: socket.protocol,
    send: (text: string) =>
      new Promise<void>((resolve) => {
        if (socket.readyState === socket.OPEN) socket.send(text, () => resolve());
        else resolve();
      }),
    close: (code?: number, reason?: string) => socket.close(code, reason),
    onMessage(handle: (text: string) => Promise<void>) {
      socket.on("message", (data) => {
        handle(String(data)).catch((error) => {
          logger.error({ error }, "a websocket message failed");
          socket.close(INTERNAL_ERROR, "Internal server error");
        });
      });
    },
  };
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
