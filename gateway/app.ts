import { createServer } from "node:http";
import type { Clock } from "@marquee/platform/clock/clock.js";
import type { Keys } from "@marquee/platform/config/load-keys.js";
import type { Logger } from "@marquee/platform/logger/logger.js";
import { createDrain } from "@marquee/platform/service/drain-server.js";
import type { Health } from "@marquee/platform/service/health.js";
import { listen } from "@marquee/platform/service/listen.js";
import type { Metrics } from "@marquee/platform/service/metrics.js";
import { createServiceRoutes } from "@marquee/platform/service/service-routes.js";
import { uploadDeadlines } from "@marquee/platform/subgraph/receive-upload.js";
import type { SubgraphEndpoint } from "@marquee/platform/subgraph/subgraph-endpoint.js";
import type { UploadEndpoint } from "@marquee/platform/subgraph/upload-endpoint.js";
import type { SubgraphName } from "@marquee/schema/graphql/subgraphs.js";
import { exposureOf } from "./config/exposure-config.js";
import type { GatewayConfig } from "./config/gateway-config.js";
import { openApolloExecutor } from "./execution/apollo-executor.js";
import { createExplorers } from "./explorers/explorers.js";
import { gateLimits } from "./gate/gate-limits.js";
import { createOperationGate } from "./gate/operation-gate.js";
import { createOperationLog } from "./gate/operation-log.js";
import { createErrorFormatter } from "./gate/public-error.js";
import { publicKeysOf } from "./gate/public-keys.js";
import { createGatewayRateGate } from "./gate/rates/gateway-rate-gate.js";
import { createSessionWatch } from "./gate/session-watch.js";
import { createTokenVerifier } from "./gate/token-verifier.js";
import { startApolloServer } from "./http/apollo-server.js";
import { createHttpApp, GRAPHQL_PATH } from "./http/http-app.js";
import { securityHeaders } from "./http/security-headers.js";
import { createLiveHub } from "./live/live-hub.js";
import { createLiveMetrics } from "./live/live-metrics.js";
import { createOperationServer } from "./ws/operation-server.js";
import { watchSlowPeers } from "./ws/slow-peers.js";
import { createSocketCensus } from "./ws/socket-census.js";
import { serveWebSockets } from "./ws/websocket-endpoint.js";

export interface GatewayDependencies {
  config: GatewayConfig;
  keys: Pick<Keys, "jwtKeys">;
  supergraphSdl: string;
  /** In this process or over the network; the gateway does not close them. */
  subgraphs: Readonly<Record<SubgraphName, SubgraphEndpoint>>;
  /** Where files of datasets go; left out, none are taken. */
  uploads?: UploadEndpoint;
  health: Health;
  metrics: Metrics;
  logger: Logger;
  clock: Clock;
  /** See createDrain. */
  lingerMs?: number;
}

export interface Gateway {
  /** Without a path: http://127.0.0.1:4000 */
  readonly url: string;
  readonly port: number;
  /** Serves another supergraph, once that is warm; rejects and keeps the old one when it can't be served. */
  replaceSupergraph(supergraphSdl: string): Promise<void>;
  /** Takes nothing new, closes websockets with 1001, answers what is in flight, and ends. */
  close(): Promise<void>;
}

/** For each of the caches of documents: a thousand usual ones, or a hundred of the largest. */
const DOCUMENT_CACHE_BYTES = 64 * 2 ** 20;

/** Throws PORT_IN_USE, CONFIG_INVALID for an address that can't be had, or what is wrong with the supergraph. */
export async function startGateway(dependencies: GatewayDependencies): Promise<Gateway> {
  const { config, keys, subgraphs, metrics, logger, clock } = dependencies;
  const joinedFetches = metrics.counter({
    name: "marquee_gateway_joined_fetches_total",
    help: "Fetches of entities that went to a subgraph in another's request.",
    labelNames: ["subgraph"],
  });
  const executor = await openApolloExecutor({
    supergraphSdl: dependencies.supergraphSdl,
    endpoints: subgraphs,
    subgraphTimeoutMs: config.SUBGRAPH_TIMEOUT_MS,
    logger,
    onJoined: (subgraph) => joinedFetches.inc({ subgraph }),
  });
  const { introspection, explorers } = exposureOf(config);
  const gate = createOperationGate({ limits: gateLimits(config), introspection, maxCacheBytes: DOCUMENT_CACHE_BYTES });
  const rates = createGatewayRateGate(config, metrics);
  const log = createOperationLog(metrics, logger);
  const format = createErrorFormatter({ suggestions: introspection });
  const verify = createTokenVerifier(keys.jwtKeys, clock);
  const server = await startApolloServer({
    executor,
    gate,
    rates,
    log,
    logger,
    format,
    introspection,
    maxCacheBytes: DOCUMENT_CACHE_BYTES,
  });
  const onUnexpected = (error: unknown, requestId: string) => logger.error({ error, requestId }, "a request failed");
  const toBrowsers = {
    securityHeaders: securityHeaders({ hstsMaxAgeSeconds: config.HSTS_MAX_AGE_SECONDS }),
    allowedOrigins: config.ALLOWED_ORIGINS ?? [],
    trustedProxies: config.TRUST_PROXY,
  };
  const bodies = uploadDeadlines();
  const { uploads } = dependencies;
  const app = createHttpApp({
    server,
    executor,
    verify,
    publicKeys: publicKeysOf(keys.jwtKeys),
    gate,
    rates,
    log,
    format,
    serviceRoutes: createServiceRoutes(dependencies),
    uploads: uploads === undefined ? undefined : { endpoint: uploads, bodies },
    explorers: explorers ? createExplorers({ graphqlPath: GRAPHQL_PATH }) : undefined,
    introspection,
    ...toBrowsers,
    onUnexpected,
    maxBodyBytes: config.MAX_BODY_BYTES,
    clock,
  });
  const httpServer = createServer({ connectionsCheckingInterval: 5_000 }, app);
  const drain = createDrain(httpServer, dependencies);
  httpServer.headersTimeout = 10_000;
  bodies.guard(httpServer);
  const hub = createLiveHub({
    executor,
    endpoints: subgraphs,
    limits: {
      waiting: { messages: config.FEED_BUFFER, bytes: config.FEED_BUFFER_BYTES },
      completionTries: config.FEED_COMPLETION_TRIES,
      completionBudgetMs: config.FEED_COMPLETION_BUDGET_MS,
      completionConcurrency: 8,
      sharing: { bytes: 16 * 2 ** 20, forMs: 2_000 },
      backOff: { firstMs: 100, mostMs: 5_000, openTries: 5 },
    },
    metrics: createLiveMetrics(metrics),
    clock,
    logger,
  });
  const sessions = createSessionWatch({
    accounts: subgraphs.accounts,
    intervalMs: config.WS_SESSION_CHECK_MS,
    clock,
    logger,
    metrics,
  });
  const sockets = serveWebSockets(httpServer, {
    path: GRAPHQL_PATH,
    operations: createOperationServer({
      server,
      executor,
      gate,
      hub,
      log,
      rates,
      format,
      onHidden: onUnexpected,
      connectionInitTimeoutMs: config.WS_CONNECTION_INIT_TIMEOUT_MS,
      maxOperationsPerSocket: config.WS_MAX_OPERATIONS,
      clock,
    }),
    verify,
    sessions,
    clock,
    logger,
    rates,
    census: createSocketCensus(
      {
        maxSockets: config.WS_MAX_SOCKETS,
        maxPerAddress: config.WS_MAX_SOCKETS_PER_ADDRESS,
        maxPerUser: config.WS_MAX_SOCKETS_PER_USER,
      },
      metrics,
    ),
    slowPeers: watchSlowPeers({
      maxBytes: config.WS_MAX_UNSENT_BYTES,
      forMs: config.WS_UNSENT_MS,
      metrics,
      logger,
    }),
    drainMs: config.WS_DRAIN_MS,
    ...toBrowsers,
    maxMessageBytes: config.WS_MAX_MESSAGE_BYTES,
    maxUnsentBytes: config.WS_MAX_UNSENT_BYTES,
    messagesPerSecond: config.RATE_LIMITS === "off" ? undefined : config.WS_MESSAGES_PER_SECOND,
    heartbeatMs: config.WS_HEARTBEAT_MS,
  });
  const listening = { host: config.HOST, port: config.PORT, hostVariable: "HOST", portVariable: "PORT" };

  async function stop(): Promise<void> {
    sessions.close();
    await server.stop();
    hub.close();
    await executor.close();
  }
  const port = await listen(httpServer, listening).catch(async (error) => {
    await stop();
    throw error;
  });
  return {
    url: `http://${config.HOST.includes(":") ? `[${config.HOST}]` : config.HOST}:${port}`,
    port,
    replaceSupergraph: (supergraphSdl) => executor.replaceSupergraph(supergraphSdl),
    async close() {
      const drained = drain();
      await sockets.close();
      await drained;
      await stop();
    },
  };
}
