// Processes with the chart's environment. Only where they listen is this machine's: on loopback, at ports that are free.

import { addressesOf } from "../environment/split-servers.js";
import {
  type Server,
  SUBGRAPHS,
  type SubgraphName,
  startGateway,
  startProjector,
  startSubgraph,
  untilReady,
} from "../environment/start-servers.js";
import type { TestEnvironment } from "../environment/test-environment.js";
import type { RenderedChart } from "./rendered-chart.js";

const HERE = { HOST: "127.0.0.1", RATE_LIMITS: "off" };

export async function deploySubgraph(
  environment: TestEnvironment,
  chart: RenderedChart,
  name: SubgraphName,
): Promise<Server> {
  const env = { ...chart.environments[name], ...HERE, [`${name.toUpperCase()}_PORT`]: "0" };
  const own: Record<string, string> = name === "movies" ? { DATA_DIR: await environment.folder() } : {};
  return startSubgraph(environment, name, { ...env, ...own });
}

export function deployProjector(environment: TestEnvironment, chart: RenderedChart): Promise<Server> {
  return startProjector(environment, { ...chart.environments.projector, ...HERE, PROJECTOR_PORT: "0" });
}

/** `urls`: where the subgraphs' services are. */
export function deployGateway(
  environment: TestEnvironment,
  chart: RenderedChart,
  urls: Readonly<Record<SubgraphName, string>>,
): Promise<Server> {
  // A dozen processes and two engines may share a few cores.
  const slow = { SUBGRAPH_TIMEOUT_MS: "60000" };
  return startGateway(environment, {
    ...chart.environments.gateway,
    ...HERE,
    ...slow,
    PORT: "0",
    ...addressesOf(urls),
  });
}

/** Any number at once; each has to end well. */
export async function runMigrations(environment: TestEnvironment, chart: RenderedChart, count: number): Promise<void> {
  const running = Array.from({ length: count }, () => environment.spawn("migrate", chart.environments.migrate ?? {}));
  for (const migration of running) {
    const { code } = await migration.exited;
    if (code !== 0) throw new Error(`A migration failed: ${migration.describe()}`);
  }
}

/** Every subgraph and a projector, ready. */
export async function deployBackend(environment: TestEnvironment, chart: RenderedChart) {
  const start = async (name: SubgraphName) => [name, await deploySubgraph(environment, chart, name)] as const;
  const [projector, ...started] = await Promise.all([deployProjector(environment, chart), ...SUBGRAPHS.map(start)]);
  await projector.process.until("stdout", /follows the log/);
  for (const [, { process }] of started) await process.until("stdout", /has its engines/);
  await Promise.all([projector, ...started.map(([, server]) => server)].map(untilReady));
  return { projector, subgraphs: Object.fromEntries(started) as Record<SubgraphName, Server> };
}
