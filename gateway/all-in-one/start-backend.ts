import type { AccountsConfig } from "@marquee/accounts/config/accounts-config.js";
import type { Clock } from "@marquee/platform/clock/clock.js";
import { systemClock } from "@marquee/platform/clock/clock.js";
import type { EngineConfig } from "@marquee/platform/config/engine-config.js";
import { type Keys, loadKeys } from "@marquee/platform/config/load-keys.js";
import { AppError } from "@marquee/platform/errors/app-error.js";
import { createLogger, type Logger } from "@marquee/platform/logger/logger.js";
import { createHealth, type Health } from "@marquee/platform/service/health.js";
import type { Lifecycle } from "@marquee/platform/service/lifecycle.js";
import { createMetrics, type Metrics } from "@marquee/platform/service/metrics.js";
import { SUBGRAPHS } from "@marquee/schema/graphql/subgraphs.js";
import type { AllInOneConfig } from "./config/all-in-one-config.js";
import { loadSample } from "./load-sample.js";
import { openEngines } from "./open-engines.js";
import { type StartedSubgraphs, startSubgraphs } from "./start-subgraphs.js";

export interface Backend extends StartedSubgraphs {
  keys: Keys;
  clock: Clock;
  logger: Logger;
  metrics: Metrics;
  /** Not ready until `finishStart` has resolved, and whenever a subgraph says that it is not. */
  health: Health;
  /** Loads the sample where it is wanted and not there. False when the process is ended meanwhile. */
  finishStart(): Promise<boolean>;
}

/** Engines, keys and every subgraph in this process: what both mains stand on. */
export async function startBackend(
  service: string,
  config: EngineConfig & AllInOneConfig & AccountsConfig,
  lifecycle: Lifecycle,
): Promise<Backend> {
  const clock = systemClock;
  const logger = createLogger({ level: config.LOG_LEVEL, service });
  lifecycle.logTo(logger);
  const metrics = createMetrics({ processMetrics: true });
  const engines = await openEngines(config, { clock, logger, lifecycle });
  const keys = await loadKeys({
    cursorKeys: config.CURSOR_KEYS,
    gatewaySecrets: config.GATEWAY_SECRETS,
    jwtKeys: config.JWT_KEYS,
    dataDir: config.DATA_DIR,
  });
  const started = await startSubgraphs(config, { engines, keys, clock, logger, metrics, lifecycle });
  const { subgraphs } = started;
  const health = createHealth({ logger });
  let complete = false;
  health.addCheck("catalogue", async () => {
    if (!complete) throw new AppError("UNAVAILABLE", "the sample is being loaded");
  });
  for (const { name } of SUBGRAPHS) health.addCheck(name, () => subgraphs[name].ready());
  return {
    ...started,
    keys,
    clock,
    logger,
    metrics,
    health,
    async finishStart() {
      if (config.SAMPLE_DATA === "on") await loadSample({ engines, subgraphs, clock, signal: lifecycle.closing });
      complete = true;
      return !lifecycle.closing.aborted;
    },
  };
}
