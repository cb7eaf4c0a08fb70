import { createServer } from "node:http";
import type { Logger } from "../logger/logger.js";
import { createDrain } from "../service/drain-server.js";
import type { Health } from "../service/health.js";
import { listen } from "../service/listen.js";
import type { Metrics } from "../service/metrics.js";
import { createServiceRoutes } from "../service/service-routes.js";
import { createSecretCheck } from "./gateway-secret.js";
import { createHttpHandler } from "./http-handler.js";
import { uploadDeadlines } from "./receive-upload.js";
import { serveFeeds } from "./serve-feeds.js";
import type { SubgraphEndpoint } from "./subgraph-endpoint.js";
import type { UploadEndpoint } from "./upload-endpoint.js";

export interface ServeSubgraphOptions {
  endpoint: SubgraphEndpoint;
  /** Files are taken at PUT /datasets/NAME/FILE; left out, they are not. */
  uploads?: UploadEndpoint | undefined;
  host: string;
  /** 0 lets the system choose. */
  port: number;
  /** The environment variable that changes the port, for messages. */
  portVariable: string;
  /** All are accepted. */
  gatewaySecrets: readonly string[];
  health: Health;
  metrics: Metrics;
  logger: Logger;
  /** See createDrain. */
  lingerMs?: number;
}

export interface ServedSubgraph {
  /** Of GraphQL, HTTP and websocket. */
  readonly url: string;
  readonly port: number;
  /** Takes nothing new, ends the feeds with 1001 and resolves when the requests in flight are answered. Once. */
  close(): Promise<void>;
}

/**
 * Serves a subgraph to gateways: POST /graphql and graphql-transport-ws on the same path, with the service routes beside them.
 * Throws PORT_IN_USE, or CONFIG_INVALID for an address that can't be had.
 */
export async function serveSubgraph(options: ServeSubgraphOptions): Promise<ServedSubgraph> {
  const { endpoint, logger } = options;
  const isGateway = createSecretCheck(options.gatewaySecrets);
  const bodies = uploadDeadlines();
  const handle = createHttpHandler({
    ...{ endpoint, isGateway, logger, serviceRoutes: createServiceRoutes(options) },
    ...(options.uploads === undefined ? {} : { uploads: { endpoint: options.uploads, bodies } }),
  });
  const server = createServer((request, response) => void handle(request, response));
  const drain = createDrain(server, options);
  // Longer than a gateway keeps an idle connection, so that this end is not the one that closes under a request.
  server.keepAliveTimeout = 65_000;
  server.headersTimeout = 10_000;
  bodies.guard(server);
  const feeds = serveFeeds(server, { endpoint, isGateway, logger });
  const port = await listen(server, {
    host: options.host,
    port: options.port,
    hostVariable: "HOST",
    portVariable: options.portVariable,
  });
  let closed: Promise<void> | undefined;
  return {
    url: `http://${options.host.includes(":") ? `[${options.host}]` : options.host}:${port}/graphql`,
    port,
    close() {
      closed ??= Promise.all([drain(), feeds.close()]).then(() => {});
      return closed;
    },
  };
}
