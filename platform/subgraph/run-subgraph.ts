import { systemClock } from "../clock/clock.js";
import type { EngineConfig } from "../config/engine-config.js";
import { type Keys, loadKeys } from "../config/load-keys.js";
import { createCursorSigner } from "../cursor/signed-cursor.js";
import type { Engines } from "../engines/engines.js";
import { type EngineParts, openEngines } from "../engines/open-engines.js";
import { requireCluster } from "../engines/require-cluster.js";
import { requireTables } from "../engines/require-tables.js";
import { untilAvailable } from "../engines/until-available.js";
import { AppError } from "../errors/app-error.js";
import { createLogger } from "../logger/logger.js";
import { LINGER_MS } from "../service/drain-server.js";
import { createHealth } from "../service/health.js";
import { showKeyExpiry } from "../service/key-expiry.js";
import type { Lifecycle } from "../service/lifecycle.js";
import { createLifecycle } from "../service/lifecycle.js";
import { createMetrics } from "../service/metrics.js";
import type { CqlMigrations } from "../store/migrate-cassandra.js";
import { startTracing } from "../tracing/start-tracing.js";
import { deferEndpoint } from "./deferred-endpoint.js";
import { deferUploads } from "./deferred-uploads.js";
import { serveSubgraph } from "./serve-subgraph.js";
import type { Subgraph, SubgraphDependencies } from "./subgraph.js";

export interface RunSubgraphOptions {
  name: string;
  /** The tables that must have been migrated before it serves. */
  tables: { own?: readonly CqlMigrations[]; folded: readonly CqlMigrations[] };
  /** How long a log that can forget keeps each topic. */
  topicSettings: NonNullable<EngineParts["topicSettings"]>;
  config: EngineConfig & { HOST: string };
  port: number;
  /** The environment variable that changes the port, for messages. */
  portVariable: string;
  lifecycle: Lifecycle;
  /** Whether it takes files, too. */
  takesUploads?: boolean;
  /** Everything that it opens beside the subgraph goes to `lifecycle`. Called again when it fails with what passes. */
  open(parts: SubgraphParts): Promise<Subgraph>;
}

export interface SubgraphParts extends Omit<SubgraphDependencies<unknown>, "stores"> {
  engines: Engines;
  keys: Keys;
  lifecycle: Lifecycle;
}

/**
 * One subgraph as a process of its own, which only serves; many copies may run. It listens before its engines are there: it is
 * alive, refuses with UNAVAILABLE, and is ready once they have come.
 */
export async function runSubgraph(options: RunSubgraphOptions): Promise<void> {
  const { name, config, lifecycle } = options;
  requireCluster(config, `The ${name} subgraph alone`);
  const logger = createLogger({ level: config.LOG_LEVEL, service: name });
  lifecycle.logTo(logger);
  await startTracing(config, { service: name, logger, lifecycle });
  const metrics = createMetrics({ processMetrics: true });
  showKeyExpiry(metrics, config);
  const keys = await loadKeys({
    cursorKeys: config.CURSOR_KEYS,
    gatewaySecrets: config.GATEWAY_SECRETS,
    jwtKeys: config.JWT_KEYS,
  });
  const health = createHealth({ logger });
  let check = async (): Promise<void> => {
    throw new AppError("UNAVAILABLE", "waiting for its engines");
  };
  health.addCheck(name, () => check());
  const endpoint = deferEndpoint(name);
  const uploads = deferUploads();

  // Whatever is opened later is closed after the server has answered what is in flight.
  const parts = createLifecycle({ logger });
  lifecycle.onClose(`${name} subgraph`, async () => void (await parts.close()));
  const served = await serveSubgraph({
    endpoint,
    uploads: options.takesUploads === true ? uploads : undefined,
    host: config.HOST,
    port: options.port,
    portVariable: options.portVariable,
    gatewaySecrets: keys.gatewaySecrets,
    health,
    metrics,
    logger,
    lingerMs: LINGER_MS,
  });
  lifecycle.onClose(`${name} server`, () => served.close());
  lifecycle.onClose("readiness", () => health.drain());
  process.stdout.write(`  ${name.padEnd(10)} ${served.url}\n`);

  const clock = systemClock;
  const signal = lifecycle.closing;
  const engines = await openEngines(config, {
    clock,
    logger,
    metrics,
    lifecycle: parts,
    signal,
    topicSettings: options.topicSettings,
  });
  const patient = { logger, signal };
  await untilAvailable(`the ${name} subgraph`, patient, () => requireTables(engines.store, options.tables, patient));
  const cursors = createCursorSigner(keys.cursorKeys);
  const shared = { engines, keys, lifecycle: parts, log: engines.log, cursors, clock, logger, metrics };
  const subgraph = await untilAvailable(`the ${name} subgraph`, patient, () => options.open(shared));
  parts.onClose(`${name} feeds`, () => subgraph.close());
  endpoint.open(subgraph.endpoint);
  if (subgraph.uploads !== undefined) uploads.open(subgraph.uploads);
  check = () => subgraph.ready();
  health.addCheck("log", () => engines.log.ping());
  process.stdout.write(`  The ${name} subgraph has its engines.\n`);
}
