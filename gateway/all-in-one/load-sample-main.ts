// Brings the sample into the log and ends; projectors elsewhere fold it. Run again, it goes on where it was, or has nothing to do.
import { systemClock } from "@marquee/platform/clock/clock.js";
import { engineConfig } from "@marquee/platform/config/engine-config.js";
import { parseConfig } from "@marquee/platform/config/parse-config.js";
import { readEnvironment } from "@marquee/platform/config/read-environment.js";
import { openEngines } from "@marquee/platform/engines/open-engines.js";
import { requireCluster } from "@marquee/platform/engines/require-cluster.js";
import { requireTables } from "@marquee/platform/engines/require-tables.js";
import { createLogger } from "@marquee/platform/logger/logger.js";
import { createMetrics } from "@marquee/platform/service/metrics.js";
import { runMain } from "@marquee/platform/service/run-main.js";
import { TOPIC_SETTINGS } from "@marquee/schema/events/topics.js";
import { loadSample } from "./load-sample.js";
import { ALL_TABLES } from "./migrate.js";

await runMain(async (lifecycle) => {
  const config = parseConfig(engineConfig, readEnvironment());
  requireCluster(config, "Loading the sample by itself");
  const logger = createLogger({ level: config.LOG_LEVEL, service: "load-sample" });
  lifecycle.logTo(logger);
  const signal = lifecycle.closing;
  const shared = { clock: systemClock, lifecycle, signal };
  const engines = await openEngines(config, {
    ...shared,
    logger,
    metrics: createMetrics(),
    topicSettings: TOPIC_SETTINGS,
  });
  await requireTables(engines.store, { own: ALL_TABLES.own, folded: [] }, { logger, signal });
  await loadSample({ ...shared, engines });
  const interrupted = signal.aborted;
  const { clean } = await lifecycle.close();
  process.exit(clean && !interrupted ? 0 : 1);
});
