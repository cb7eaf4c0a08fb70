// Makes the keyspaces and brings every table to its newest form. Any number may run at once; the others wait for the first.
import { systemClock } from "@marquee/platform/clock/clock.js";
import { engineConfig } from "@marquee/platform/config/engine-config.js";
import { parseConfig } from "@marquee/platform/config/parse-config.js";
import { readEnvironment } from "@marquee/platform/config/read-environment.js";
import { openEngines } from "@marquee/platform/engines/open-engines.js";
import { requireCluster } from "@marquee/platform/engines/require-cluster.js";
import { untilAvailable } from "@marquee/platform/engines/until-available.js";
import { createLogger } from "@marquee/platform/logger/logger.js";
import { createMetrics } from "@marquee/platform/service/metrics.js";
import { runMain } from "@marquee/platform/service/run-main.js";
import { TOPIC_SETTINGS } from "@marquee/schema/events/topics.js";
import { migrate } from "./migrate.js";

await runMain(async (lifecycle) => {
  const config = parseConfig(engineConfig, readEnvironment());
  requireCluster(config, "Migrating");
  const logger = createLogger({ level: config.LOG_LEVEL, service: "migrate" });
  lifecycle.logTo(logger);
  const signal = lifecycle.closing;
  const parts = {
    clock: systemClock,
    logger,
    metrics: createMetrics(),
    lifecycle,
    signal,
    topicSettings: TOPIC_SETTINGS,
  };
  const engines = await openEngines(config, parts);
  await untilAvailable("migrating", { logger, signal }, () => migrate(engines, { logger, signal }));
  const { clean } = await lifecycle.close();
  process.exit(clean ? 0 : 1);
});
