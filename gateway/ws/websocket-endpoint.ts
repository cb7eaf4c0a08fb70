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
import { createMessageGuard } from "./message-guard.js";
import type { createOperationServer } from "./operation-server.js";
import { isAllowedOrigin } from "./origin-check.js";
import { Outbox } from "./outbox.js";
import { pauseWhenUnread } from "./pause-when-unread.js";
import { refuseUpgrade, type UpgradeRefusal } from "./refuse-upgrade.js";
import type { watchSlowPeers } from "./slow-peers.js";
import type { SocketCensus, SocketPlace } from "./socket-census.js";
import { createSocketSession } from "./socket-session.js";
import { createSocketTransport } from "./socket-transport.js";
import { spread } from "./spread.js";

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
  slowPeers: ReturnType<typeof watchSlowPeers>;
  /** At the end sockets are closed within so long, fewer sooner. */
  drainMs: number;
  rates: RateGate;
  trustedProxies: number;
  /** Of the answers to those who get no websocket. */
  securityHeaders: Readonly<Record<string, string>>;
}

const GOING_AWAY = 1001;
const CLOSE_TIMEOUT_MS = 2_000;
/** A replica takes in some hundreds of listeners a second, with what they missed. */
const DRAIN_MS_PER_SOCKET = 2;

/** graphql-transport-ws on an HTTP server. */
export function serveWebSockets(server: Server, options: WebSocketEndpointOptions) {
  const { logger, census, clock, messagesPerSecond } = options;
  let closing = false;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: options.maxMessageBytes,
    perMessageDeflate: false,
    handleProtocols,
  });

  function onConnection(socket: WebSocket, connection: Duplex, address: string, place: SocketPlace): void {
    const session = createSocketSession({ socket, place, verify: options.verify, sessions: options.sessions, clock });
    const stopHeartbeat = watchHeartbeat(socket, options.heartbeatMs);
    const transport = createSocketTransport(socket, {
      guard: messagesPerSecond === undefined ? undefined : createMessageGuard(messagesPerSecond, clock),
      onFlood: () => census.refused("messages"),
      onMessage: pauseWhenUnread(socket, connection, options.maxUnsentBytes, () => census.paused()),
      logger,
    });
    const outbox = new Outbox(socket, connection);
    const unwatch = options.slowPeers.watch(socket, outbox);
    const closed = options.operations.opened(transport, { outbox, session, address });
    // What the peer did wrong (an oversized message, say) has closed the socket with its code by now.
    socket.on("error", (error) => logger.debug({ error }, "a websocket failed"));
    socket.once("close", (code, reason) => {
      stopHeartbeat();
      unwatch();
      session.end();
      closed(code, String(reason)).catch((error) => logger.error({ error }, "ending a websocket's operations failed"));
    });
  }

  /** A place for a websocket, or why there is none. */
  async function admit(request: IncomingMessage, address: string): Promise<SocketPlace | UpgradeRefusal> {
    if (pathOf(request.url) !== options.path) {
      const message = `There is no websocket here. GraphQL is at ${options.path}.`;
      return { status: "404 Not Found", code: "NOT_FOUND", message };
    }
    if (!isAllowedOrigin(request.headers.origin, request.headers.host, options.allowedOrigins)) {
      const message = "Pages of this origin may not open websockets; have it put into ALLOWED_ORIGINS.";
      return { status: "403 Forbidden", code: "FORBIDDEN", message };
    }
    try {
      await options.rates.takeRequest(address);
    } catch (error) {
      if (!(error instanceof RateLimited)) throw error;
      census.refused("rate");
      const { message, retryAfterSeconds } = error;
      return { status: "429 Too Many Requests", code: "RATE_LIMITED", message, retryAfterSeconds };
    }
    if (closing) {
      const message = "This server is going away; connect again.";
      return { status: "503 Service Unavailable", code: "UNAVAILABLE", message, retryAfterSeconds: 1 };
    }
    return census.enter(address);
  }

  async function upgrade(request: IncomingMessage, connection: Duplex, head: Buffer): Promise<void> {
    const address = clientAddress(request, options.trustedProxies);
    const admitted = await admit(request, address);
    if ("status" in admitted) return refuseUpgrade(connection, admitted, options.securityHeaders);
    // The connection's end, not the websocket's: a handshake that fails never becomes one.
    if (connection.destroyed) return admitted.leave();
    connection.once("close", () => admitted.leave());
    sockets.handleUpgrade(request, connection, head, (socket) => onConnection(socket, connection, address, admitted));
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
    /** Takes nothing new, closes every socket with 1001, not all at one moment, and resolves when all are gone. */
    async close(): Promise<void> {
      closing = true;
      const open = [...sockets.clients];
      const gone = Promise.all(open.map((socket) => new Promise((resolve) => socket.once("close", resolve))));
      await spread(open, Math.min(options.drainMs, open.length * DRAIN_MS_PER_SOCKET), (socket) =>
        socket.close(GOING_AWAY, "This server is going away; connect again."),
      );
      const cutOff = setTimeout(() => {
        for (const socket of open) socket.terminate();
      }, CLOSE_TIMEOUT_MS);
      await gone;
      clearTimeout(cutOff);
      options.slowPeers.close();
      sockets.close();
    },
  };
}
