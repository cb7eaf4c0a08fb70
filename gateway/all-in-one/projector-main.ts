// Folds the log and serves nothing. More of them than partitions are there to take over.
import { systemClock } from "@marquee/platform/clock/clock.js";
import { engineConfig } from "@marquee/platform/config/engine-config.js";
import { parseConfig } from "@marquee/platform/config/parse-config.js";
import { readEnvironment } from "@marquee/platform/config/read-environment.js";
import { openEngines } from "@marquee/platform/engines/open-engines.js";
import { requireCluster } from "@marquee/platform/engines/require-cluster.js";
import { requireTables } from "@marquee/platform/engines/require-tables.js";
import { untilAvailable } from "@marquee/platform/engines/until-available.js";
import { AppError } from "@marquee/platform/errors/app-error.js";
import { createLogger } from "@marquee/platform/logger/logger.js";
import { createHealth } from "@marquee/platform/service/health.js";
import { showKeyExpiry } from "@marquee/platform/service/key-expiry.js";
import { createMetrics } from "@marquee/platform/service/metrics.js";
import { runMain } from "@marquee/platform/service/run-main.js";
import { serveRoutes } from "@marquee/platform/service/serve-routes.js";
import { startTracing } from "@marquee/platform/tracing/start-tracing.js";
import { TOPIC_SETTINGS } from "@marquee/schema/events/topics.js";
import { projectionConfig } from "./config/projection-config.js";
import { projectorPortConfig } from "./config/projector-port-config.js";
import { streamsConfig } from "./config/streams-config.js";
import { ALL_TABLES } from "./migrate.js";
import { openFoldStores } from "./open-all-stores.js";
import { startAllProjectors } from "./start-all-projectors.js";

await runMain(async (lifecycle) => {
  const definition = { ...engineConfig, ...projectionConfig, ...streamsConfig, ...projectorPortConfig };
  const config = parseConfig(definition, readEnvironment());
  requireCluster(config, "The projector alone");
  const logger = createLogger({ level: config.LOG_LEVEL, service: "projector" });
  lifecycle.logTo(logger);
  await startTracing(config, { service: "projector", logger, lifecycle });
  const metrics = createMetrics({ processMetrics: true });
  showKeyExpiry(metrics, config);
  const health = createHealth({ logger });
  let state = "waiting for the engines";
  health.addCheck("start", async () => {
    if (state !== "") throw new AppError("UNAVAILABLE", state);
  });
  const routes = await serveRoutes({
    host: config.HOST,
    port: config.PROJECTOR_PORT,
    portVariable: "PROJECTOR_PORT",
    health,
    metrics,
  });
  // It has no callers to answer: being watched goes on until the projectors have handed over.
  lifecycle.onClose("service routes", () => routes.close());
  process.stdout.write(`  projector  ${routes.url}/healthz/ready\n`);

  const shared = { clock: systemClock, logger, metrics, lifecycle };
  const signal = lifecycle.closing;
  const engines = await openEngines(config, { ...shared, signal, topicSettings: TOPIC_SETTINGS });
  const patient = { logger, signal };
  await untilAvailable("the projectors", patient, () => requireTables(engines.store, ALL_TABLES, patient));
  const stores = await openFoldStores(engines);
  await startAllProjectors(config, engines, stores, shared);
  lifecycle.onClose("readiness", () => health.drain());
  health.addCheck("log", () => engines.log.ping());
  const { store } = engines;
  if (store.kind === "cassandra") health.addCheck("store", () => store.folded.ping());
  state = "";
  process.stdout.write("  The projector follows the log.\n");
});
