// All in one process: the gateway, every subgraph and their projectors.
import { startGateway } from "@marquee/gateway/app.js";
import { gatewayConfig } from "@marquee/gateway/config/gateway-config.js";
import { readSupergraph } from "@marquee/gateway/config/read-supergraph.js";
import { systemClock } from "@marquee/platform/clock/clock.js";
import { engineConfig } from "@marquee/platform/config/engine-config.js";
import { loadKeys } from "@marquee/platform/config/load-keys.js";
import { parseConfig } from "@marquee/platform/config/parse-config.js";
import { readEnvironment } from "@marquee/platform/config/read-environment.js";
import { AppError } from "@marquee/platform/errors/app-error.js";
import { createLogger } from "@marquee/platform/logger/logger.js";
import { createHealth } from "@marquee/platform/service/health.js";
import { createMetrics } from "@marquee/platform/service/metrics.js";
import { runMain } from "@marquee/platform/service/run-main.js";
import { SUBGRAPHS } from "@marquee/schema/graphql/subgraphs.js";
import { banner } from "./banner.js";
import { allInOneConfig } from "./config/all-in-one-config.js";
import { loadSample } from "./load-sample.js";
import { openEngines } from "./open-engines.js";
import { readStatistics } from "./read-statistics.js";
import { startSubgraphs } from "./start-subgraphs.js";

await runMain(async (lifecycle) => {
  const env = readEnvironment();
  const config = parseConfig({ ...engineConfig, ...gatewayConfig, ...allInOneConfig }, env);
  const logger = createLogger({ level: config.LOG_LEVEL, service: "marquee" });
  lifecycle.logTo(logger);
  const clock = systemClock;
  const metrics = createMetrics({ processMetrics: true });

  const engines = await openEngines(config, { clock, logger, lifecycle });
  const keys = await loadKeys({
    cursorKeys: config.CURSOR_KEYS,
    gatewaySecrets: config.GATEWAY_SECRETS,
    jwtKeys: config.JWT_KEYS,
    dataDir: config.DATA_DIR,
  });
  const parts = { engines, keys, clock, logger, metrics, lifecycle };
  const { subgraphs, generatedAdmin } = await startSubgraphs(config, env, parts);

  const health = createHealth({ logger });
  let loading = true;
  health.addCheck("catalogue", async () => {
    if (loading) throw new AppError("UNAVAILABLE", "the sample is being loaded");
  });
  for (const { name } of SUBGRAPHS) health.addCheck(name, () => subgraphs[name].ready());
  const gateway = await startGateway({
    config,
    keys,
    supergraphSdl: await readSupergraph(config.SUPERGRAPH_PATH),
    subgraphs: {
      movies: subgraphs.movies.endpoint,
      reviews: subgraphs.reviews.endpoint,
      ratings: subgraphs.ratings.endpoint,
      accounts: subgraphs.accounts.endpoint,
    },
    health,
    metrics,
    logger,
    clock,
  });
  lifecycle.onClose("gateway", () => gateway.close());
  lifecycle.onClose("readiness", () => health.drain());

  if (config.SAMPLE_DATA === "on") await loadSample({ engines, subgraphs, clock, signal: lifecycle.closing });
  if (lifecycle.closing.aborted) return;
  loading = false;
  const statistics = await readStatistics(subgraphs);
  process.stdout.write(
    banner({ url: gateway.url, statistics, sampleData: config.SAMPLE_DATA === "on", generatedAdmin }),
  );
});
