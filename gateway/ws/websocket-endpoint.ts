import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import type { Clock } from "@marquee/platform/clock/clock.js";
import type { Logger } from "@marquee/platform/logger/logger.js";
import { pathOf } from "@marquee/platform/service/service-routes.js";
import { handleProtocols } from "graphql-ws";
import { type WebSocket, WebSocketServer } from "ws";
import { clientAddress } from "../gate/client-address.js";
import type { RateGate } from "../gate/rates/rate-gate.js";
import { RateLimited } from "../gate/rates/rate-limited.js";
import type { SessionWatch } from "../gate/session-watch.js";
import type { TokenVerifier } from "../gate/token-verifier.js";
import { watchHeartbeat } from "./heartbeat.js";
import { createMessageGuard, type MessageGuard } from "./message-guard.js";
import type { createOperationServer } from "./operation-server.js";
import { isAllowedOrigin } from "./origin-check.js";
import { pauseWhenUnread } from "./pause-when-unread.js";
import type { SocketCensus, SocketPlace } from "./socket-census.js";
import { createSocketSession } from "./socket-session.js";

export interface WebSocketEndpointOptions {
  path: string;
  operations: ReturnType<typeof createOperationServer>;
  verify: TokenVerifier;
  sessions: SessionWatch;
  clock: Clock;
  logger: Logger;
  allowedOrigins: readonly string[];
  maxMessageBytes: number;
  /** What may wait for a peer that does not read; with more of it nothing more is read from that peer. */
  maxUnsentBytes: number;
  /** Undefined: as many as come. */
  messagesPerSecond: number | undefined;
  /** A peer that does not answer a ping for so long is gone. */
  heartbeatMs: number;
  census: SocketCensus;
  rates: RateGate;
  trustedProxies: number;
  /** Of the answers to those who get no websocket. */
  securityHeaders: Readonly<Record<string, string>>;
}

const GOING_AWAY = 1001;
const POLICY_VIOLATION = 1008;
const BAD_REQUEST = 4400;
const INTERNAL_ERROR = 4500;
const CLOSE_TIMEOUT_MS = 2_000;
const RETRY_AFTER_SECONDS = 5;

/** graphql-transport-ws on an HTTP server. */
export function serveWebSockets(server: Server, options: WebSocketEndpointOptions) {
  const { logger, census, securityHeaders } = options;
  const retryAfter = (seconds: number) => ({ ...securityHeaders, "retry-after": String(seconds) });
  let closing = false;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: options.maxMessageBytes,
    perMessageDeflate: false,
    handleProtocols,
  });

  function onConnection(socket: WebSocket, connection: Duplex, address: string, place: SocketPlace): void {
    const { verify, sessions, clock } = options;
    const session = createSocketSession({ socket, place, verify, sessions, clock });
    const stopHeartbeat = watchHeartbeat(socket, options.heartbeatMs);
    const onAnswering = pauseWhenUnread(socket, connection, options.maxUnsentBytes, () => census.paused());
    const transport = toTransport(socket, guardOf(options), () => census.refused("messages"), onAnswering, logger);
    const closed = options.operations.opened(transport, { socket, session, address });
    // What the peer did wrong (an oversized message, say) has closed the socket with its code by now.
    socket.on("error", (error) => logger.debug({ error }, "a websocket failed"));
    socket.once("close", (code, reason) => {
      stopHeartbeat();
      session.end();
      place.leave();
      closed(code, String(reason)).catch((error) => logger.error({ error }, "ending a websocket's operations failed"));
    });
  }

  async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    if (pathOf(request.url) !== options.path) return refuse(socket, "404 Not Found", securityHeaders);
    if (!isAllowedOrigin(request.headers.origin, request.headers.host, options.allowedOrigins)) {
      return refuse(socket, "403 Forbidden", securityHeaders);
    }
    const address = clientAddress(request, options.trustedProxies);
    try {
      await options.rates.takeRequest(address);
    } catch (error) {
      if (!(error instanceof RateLimited)) throw error;
      census.refused("rate");
      return refuse(socket, "429 Too Many Requests", retryAfter(error.retryAfterSeconds));
    }
    if (closing) return refuse(socket, "503 Service Unavailable", retryAfter(1));
    const place = census.enter(address);
    if (typeof place === "object")
      sockets.handleUpgrade(request, socket, head, (ws) => onConnection(ws, socket, address, place));
    else if (place === "process") refuse(socket, "503 Service Unavailable", retryAfter(RETRY_AFTER_SECONDS));
    else refuse(socket, "429 Too Many Requests", retryAfter(RETRY_AFTER_SECONDS));
  }

  function onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // A connection that breaks off before it is a websocket is nobody's concern, and would else end the process.
    socket.on("error", () => {});
    upgrade(request, socket, head).catch((error) => {
      logger.error({ error }, "a websocket could not be opened");
      socket.destroy();
    });
  }
  server.on("upgrade", onUpgrade);

  return {
    /** Takes nothing new, closes every socket with 1001 and resolves when all are gone. */
    async close(): Promise<void> {
      closing = true;
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

function guardOf({ messagesPerSecond, clock }: WebSocketEndpointOptions): MessageGuard {
  return messagesPerSecond === undefined ? () => true : createMessageGuard(messagesPerSecond, clock);
}

/** The socket as graphql-ws wants it. */
function toTransport(
  socket: WebSocket,
  admit: MessageGuard,
  onFlood: () => void,
  onAnswering: () => void,
  logger: Logger,
) {
  let flooded = false;
  return {
    protocol: socket.protocol,
    send: (text: string) =>
      new Promise<void>((resolve) => {
        if (socket.readyState === socket.OPEN) socket.send(text, () => resolve());
        else resolve();
      }),
    close: (code?: number, reason?: string) => socket.close(code, reason),
    onMessage(handle: (text: string) => Promise<void>) {
      socket.on("message", (data, isBinary) => {
        if (flooded) return;
        if (isBinary) return socket.close(BAD_REQUEST, "Messages are JSON, in text frames.");
        if (!admit()) {
          flooded = true;
          onFlood();
          socket.close(POLICY_VIOLATION, "Too many messages in one second; send them more slowly.");
          return;
        }
        const handled = handle(String(data));
        onAnswering();
        handled.catch((error) => {
          logger.error({ error }, "a websocket message failed");
          socket.close(INTERNAL_ERROR, "Internal server error");
        });
      });
    },
  };
}

function refuse(socket: Duplex, status: string, headers: Readonly<Record<string, string>>): void {
  const lines = Object.entries({ ...headers, connection: "close", "content-length": "0" });
  socket.end(`HTTP/1.1 ${status}\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`);
}
