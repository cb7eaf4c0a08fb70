// Every subgraph with its projectors in one process, each on its own port, for gateways that run elsewhere.
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
import { serveSubgraph } from "@marquee/platform/subgraph/serve-subgraph.js";
import { SUBGRAPHS } from "@marquee/schema/graphql/subgraphs.js";
import { allInOneConfig } from "./config/all-in-one-config.js";
import { subgraphPortsConfig } from "./config/subgraph-ports-config.js";
import { loadSample } from "./load-sample.js";
import { openEngines } from "./open-engines.js";
import { startSubgraphs } from "./start-subgraphs.js";

await runMain(async (lifecycle) => {
  const env = readEnvironment();
  const config = parseConfig({ ...engineConfig, ...allInOneConfig, ...subgraphPortsConfig }, env);
  const logger = createLogger({ level: config.LOG_LEVEL, service: "subgraphs" });
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
  for (const { name } of SUBGRAPHS) {
    const subgraph = subgraphs[name];
    health.addCheck(name, () => subgraph.ready());
    const portVariable = `${name.toUpperCase()}_PORT` as const;
    const served = await serveSubgraph({
      endpoint: subgraph.endpoint,
      host: config.HOST,
      port: config[portVariable as keyof typeof subgraphPortsConfig] as number,
      portVariable,
      gatewaySecrets: keys.gatewaySecrets,
      health,
      metrics,
      logger,
    });
    lifecycle.onClose(`${name} server`, () => served.close());
    process.stdout.write(`  ${name.padEnd(10)} ${served.url}\n`);
  }
  lifecycle.onClose("readiness", () => health.drain());

  if (config.SAMPLE_DATA === "on") await loadSample({ engines, subgraphs, clock, signal: lifecycle.closing });
  if (lifecycle.closing.aborted) return;
  loading = false;
  if (generatedAdmin !== null) {
    process.stdout.write(`  Administrator, shown this once: ${generatedAdmin.email} / ${generatedAdmin.password}\n`);
  }
  process.stdout.write("  The subgraphs are ready.\n");
});
