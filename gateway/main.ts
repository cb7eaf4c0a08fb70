// The gateway alone, over the network to the subgraphs.
import { systemClock } from "@marquee/platform/clock/clock.js";
import { engineConfig } from "@marquee/platform/config/engine-config.js";
import { loadKeys } from "@marquee/platform/config/load-keys.js";
import { parseConfig } from "@marquee/platform/config/parse-config.js";
import { readEnvironment } from "@marquee/platform/config/read-environment.js";
import { createLogger } from "@marquee/platform/logger/logger.js";
import { LINGER_MS } from "@marquee/platform/service/drain-server.js";
import { createHealth } from "@marquee/platform/service/health.js";
import { showKeyExpiry } from "@marquee/platform/service/key-expiry.js";
import { createMetrics } from "@marquee/platform/service/metrics.js";
import { runMain } from "@marquee/platform/service/run-main.js";
import { startTracing } from "@marquee/platform/tracing/start-tracing.js";
import { startGateway } from "./app.js";
import { gatewayConfig } from "./config/gateway-config.js";
import { readSupergraph } from "./config/read-supergraph.js";
import { reloadOnHangup } from "./reload-on-hangup.js";
import { remoteSubgraphs } from "./subgraph-client/remote-subgraphs.js";

await runMain(async (lifecycle) => {
  const config = parseConfig({ ...engineConfig, ...gatewayConfig }, readEnvironment());
  const logger = createLogger({ level: config.LOG_LEVEL, service: "gateway" });
  lifecycle.logTo(logger);
  await startTracing(config, { service: "gateway", logger, lifecycle });
  const keys = await loadKeys({
    cursorKeys: config.CURSOR_KEYS,
    gatewaySecrets: config.GATEWAY_SECRETS,
    jwtKeys: config.JWT_KEYS,
    dataDir: config.STORE === "embedded" ? config.DATA_DIR : undefined,
  });
  const metrics = createMetrics({ processMetrics: true });
  showKeyExpiry(metrics, config);
  const subgraphs = remoteSubgraphs(config, keys);
  lifecycle.onClose("subgraph connections", () => subgraphs.close());
  const health = createHealth({ logger });
  const gateway = await startGateway({
    config,
    keys,
    supergraphSdl: await readSupergraph(config.SUPERGRAPH_PATH),
    subgraphs: subgraphs.endpoints,
    uploads: subgraphs.uploads,
    health,
    metrics,
    logger,
    clock: systemClock,
    lingerMs: LINGER_MS,
  });
  lifecycle.onClose("gateway", () => gateway.close());
  lifecycle.onClose("readiness", () => health.drain());
  reloadOnHangup(gateway, config.SUPERGRAPH_PATH, logger);
  logger.info({ url: gateway.url }, "the gateway is listening");
});
