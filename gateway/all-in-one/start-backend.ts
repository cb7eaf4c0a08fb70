import type { AccountsConfig } from "@marquee/accounts/config/accounts-config.js";
import type { Clock } from "@marquee/platform/clock/clock.js";
import { systemClock } from "@marquee/platform/clock/clock.js";
import type { EngineConfig } from "@marquee/platform/config/engine-config.js";
import { type Keys, loadKeys } from "@marquee/platform/config/load-keys.js";
import type { Environment } from "@marquee/platform/config/parse-config.js";
import { openEngines } from "@marquee/platform/engines/open-engines.js";
import { untilAvailable } from "@marquee/platform/engines/until-available.js";
import { AppError } from "@marquee/platform/errors/app-error.js";
import { createLogger, type Logger } from "@marquee/platform/logger/logger.js";
import { createHealth, type Health } from "@marquee/platform/service/health.js";
import { showKeyExpiry } from "@marquee/platform/service/key-expiry.js";
import { createLifecycle, type Lifecycle } from "@marquee/platform/service/lifecycle.js";
import { createMetrics, type Metrics } from "@marquee/platform/service/metrics.js";
import { serveSharedLog } from "@marquee/platform/shared-log/serve-shared-log.js";
import { type DeferredEndpoint, deferEndpoint } from "@marquee/platform/subgraph/deferred-endpoint.js";
import { deferUploads } from "@marquee/platform/subgraph/deferred-uploads.js";
import type { UploadEndpoint } from "@marquee/platform/subgraph/upload-endpoint.js";
import { startTracing } from "@marquee/platform/tracing/start-tracing.js";
import { TOPIC_SETTINGS } from "@marquee/schema/events/topics.js";
import { SUBGRAPHS, type SubgraphName } from "@marquee/schema/graphql/subgraphs.js";
import type { AllInOneConfig } from "./config/all-in-one-config.js";
import { loadSample } from "./load-sample.js";
import { lockOwnFiles } from "./lock-own-files.js";
import { migrate } from "./migrate.js";
import { openAllStores } from "./open-all-stores.js";
import { startAllProjectors } from "./start-all-projectors.js";
import { type StartedSubgraphs, startSubgraphs } from "./start-subgraphs.js";

export interface Backend {
  /** Refuse with UNAVAILABLE until `start` has opened what is behind them. */
  endpoints: Record<SubgraphName, DeferredEndpoint>;
  uploads: UploadEndpoint;
  keys: Keys;
  clock: Clock;
  logger: Logger;
  metrics: Metrics;
  /** Not ready until `start` has resolved, and whenever a subgraph says that it is not. */
  health: Health;
  /**
   * Opens the engines (waiting for those that are not there yet), starts every subgraph and projector, and loads the sample where it
   * is wanted and not there. Null when the process is ended meanwhile.
   */
  start(): Promise<StartedSubgraphs | null>;
}

/** Every subgraph and projector in this process: what both mains stand on. */
export async function prepareBackend(
  service: string,
  config: EngineConfig & AllInOneConfig & AccountsConfig,
  { lifecycle, environment }: { lifecycle: Lifecycle; environment: Environment },
): Promise<Backend> {
  const clock = systemClock;
  const logger = createLogger({ level: config.LOG_LEVEL, service });
  lifecycle.logTo(logger);
  await startTracing(config, { service, logger, lifecycle });
  const metrics = createMetrics({ processMetrics: true });
  showKeyExpiry(metrics, config);
  // Servers are registered after this one and so are closed before it, although most of it is opened after them.
  const parts = createLifecycle({ logger });
  lifecycle.onClose("subgraphs and engines", async () => void (await parts.close()));
  await lockOwnFiles(config, parts);
  const keys = await loadKeys({
    cursorKeys: config.CURSOR_KEYS,
    gatewaySecrets: config.GATEWAY_SECRETS,
    jwtKeys: config.JWT_KEYS,
    dataDir: config.STORE === "embedded" ? config.DATA_DIR : undefined,
  });
  const endpoints = {} as Backend["endpoints"];
  for (const { name } of SUBGRAPHS) endpoints[name] = deferEndpoint(name);
  const uploads = deferUploads();
  const health = createHealth({ logger });
  let state = "waiting for the engines";
  health.addCheck("start", async () => {
    if (state !== "") throw new AppError("UNAVAILABLE", state);
  });

  const shared = { clock, logger, metrics };
  const signal = lifecycle.closing;
  return {
    ...shared,
    endpoints,
    uploads,
    keys,
    health,
    async start() {
      const engines = await openEngines(config, { ...shared, lifecycle: parts, signal, topicSettings: TOPIC_SETTINGS });
      state = "starting";
      if (config.EVENT_LOG === "embedded") {
        const served = await serveSharedLog({ dataDir: config.DATA_DIR, log: engines.log, logger });
        parts.onClose("shared log", () => served.close());
      }
      await untilAvailable("migrating", { logger, signal }, () => migrate(engines, { logger, signal }));
      const stores = await openAllStores(config, engines, { ...shared, lifecycle: parts });
      const projectors = await startAllProjectors(config, engines, stores, { ...shared, lifecycle: parts });
      const started = await startSubgraphs(config, {
        ...{ engines, stores, keys, ...shared },
        ...{ lifecycle: parts, environment },
      });
      for (const { name } of SUBGRAPHS) {
        endpoints[name].open(started.subgraphs[name].endpoint);
        health.addCheck(name, () => started.subgraphs[name].ready());
        const taking = started.subgraphs[name].uploads;
        if (taking !== undefined) uploads.open(taking);
      }
      health.addCheck("log", () => engines.log.ping());
      state = "the sample is being loaded";
      if (config.SAMPLE_DATA === "on") await loadSample({ engines, projectors, clock, signal });
      state = "";
      return signal.aborted ? null : started;
    },
  };
}
