import type { Keys } from "@marquee/platform/config/load-keys.js";
import type { SubgraphName } from "@marquee/schema/graphql/subgraphs.js";
import type { GatewayConfig } from "../config/gateway-config.js";
import { createHttpSubgraphEndpoint, type HttpSubgraphEndpoint } from "./http-subgraph-endpoint.js";
import { createHttpUploads } from "./http-uploads.js";

/** Every subgraph at its configured address. */
export function remoteSubgraphs(config: GatewayConfig, keys: Pick<Keys, "gatewaySecrets">) {
  const endpointAt = (name: SubgraphName, url: string): HttpSubgraphEndpoint =>
    createHttpSubgraphEndpoint({
      name,
      url,
      secret: keys.gatewaySecrets[0] ?? "",
      connectTimeoutMs: config.SUBGRAPH_CONNECT_TIMEOUT_MS,
      responseTimeoutMs: config.SUBGRAPH_TIMEOUT_MS,
      maxResponseBytes: config.SUBGRAPH_MAX_RESPONSE_BYTES,
      maxConnections: config.SUBGRAPH_CONNECTIONS,
    });
  const endpoints: Record<SubgraphName, HttpSubgraphEndpoint> = {
    movies: endpointAt("movies", config.MOVIES_URL),
    reviews: endpointAt("reviews", config.REVIEWS_URL),
    ratings: endpointAt("ratings", config.RATINGS_URL),
    accounts: endpointAt("accounts", config.ACCOUNTS_URL),
  };
  const uploads = createHttpUploads({
    url: config.MOVIES_URL,
    secret: keys.gatewaySecrets[0] ?? "",
    connectTimeoutMs: config.SUBGRAPH_CONNECT_TIMEOUT_MS,
  });
  return {
    endpoints,
    uploads,
    async close(): Promise<void> {
      await Promise.all([uploads, ...Object.values(endpoints)].map((endpoint) => endpoint.close()));
    },
  };
}
