import type { TestEnvironment } from "../environment/open-environment.js";
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

/** One of each: a gateway, the subgraphs that it asks, and a projector. */
export interface Copies extends Record<SubgraphName, Server> {
  gateway: Server;
  projector: Server;
}

/** Started at once, and ready. */
export async function startCopies(
  environment: TestEnvironment,
  env: Readonly<Record<string, string>>,
): Promise<Copies> {
  const subgraph = async (name: SubgraphName) => {
    const own: Record<string, string> = name === "movies" ? { DATA_DIR: await environment.folder() } : {};
    return [name, await startSubgraph(environment, name, { ...env, ...own })] as const;
  };
  const [projector, ...started] = await Promise.all([startProjector(environment, env), ...SUBGRAPHS.map(subgraph)]);
  const subgraphs = Object.fromEntries(started) as Record<SubgraphName, Server>;
  const urls = Object.fromEntries(started.map(([name, { url }]) => [name, `${url}/graphql`]));
  const gateway = await startGateway(environment, { ...env, ...addressesOf(urls as Record<SubgraphName, string>) });
  // Asked when that is worth it: many that ask all the time would hold up what they wait for.
  await projector.process.until("stdout", /follows the log/);
  for (const { process } of Object.values(subgraphs)) await process.until("stdout", /has its engines/);
  await Promise.all([gateway, projector, ...Object.values(subgraphs)].map(untilReady));
  return { ...subgraphs, gateway, projector };
}
