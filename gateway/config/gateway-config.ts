import { type Config, defineConfig } from "@marquee/platform/config/parse-config.js";
import { port } from "@marquee/platform/config/schemas.js";
import { z } from "zod";
import { exposureConfig } from "./exposure-config.js";
import { operationLimitsConfig } from "./operation-limits-config.js";
import { rateLimitsConfig } from "./rate-limits-config.js";
import { socketConfig } from "./socket-config.js";
import { subgraphClientConfig } from "./subgraph-client-config.js";

export const gatewayConfig = defineConfig({
  HOST: { schema: z.string(), default: "127.0.0.1", doc: "The address that servers listen on; 0.0.0.0 for all." },
  PORT: { schema: port(), default: 4000, doc: "The gateway's port; 0 lets the system choose." },
  SUPERGRAPH_PATH: {
    schema: z.string().optional(),
    doc: "The supergraph to serve, read again on SIGHUP. Unset: schema/graphql/supergraph.graphql.",
  },
  ...subgraphClientConfig,
  ...exposureConfig,
  ...operationLimitsConfig,
  ...rateLimitsConfig,
  ...socketConfig,
});

export type GatewayConfig = Config<typeof gatewayConfig>;
