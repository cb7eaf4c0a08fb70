import type { TestEnvironment } from "./open-environment.js";
import { type Server, SUBGRAPHS, type SubgraphName, startGateway, startSubgraphs } from "./start-servers.js";
import { TcpProxy } from "./tcp-proxy.js";

export interface SplitServers {
  dataDir: string;
  gateway: Server;
  /** Between the gateway and each subgraph. */
  cables: Record<SubgraphName, TcpProxy>;
  subgraphUrls: Record<SubgraphName, string>;
  /** kill -9, then the same again on the same DATA_DIR, where the gateway finds it. */
  restartSubgraphs(): Promise<void>;
  /** The process that runs them now. */
  subgraphs: Server["process"];
}

/** A gateway, and every subgraph in another process, over HTTP and websockets. */
export async function startSplit(
  environment: TestEnvironment,
  gatewayEnv: Readonly<Record<string, string>> = {},
): Promise<SplitServers> {
  const dataDir = await environment.folder();
  const { process: subgraphs, urls } = await startSubgraphs(environment, { DATA_DIR: dataDir });
  const cables = {} as Record<SubgraphName, TcpProxy>;
  const cableUrls = { ...urls };
  for (const name of SUBGRAPHS) {
    cables[name] = await TcpProxy.open(environment, urls[name]);
    cableUrls[name] = cables[name].url;
  }
  const gateway = await startGateway(environment, { DATA_DIR: dataDir, ...addressesOf(cableUrls), ...gatewayEnv });
  const servers: SplitServers = {
    dataDir,
    gateway,
    cables,
    subgraphUrls: urls,
    subgraphs,
    async restartSubgraphs() {
      await servers.subgraphs.end("SIGKILL");
      const again = await startSubgraphs(environment, { DATA_DIR: dataDir });
      servers.subgraphs = again.process;
      servers.subgraphUrls = again.urls;
      for (const name of SUBGRAPHS) cables[name].pointTo(again.urls[name]);
    },
  };
  return servers;
}

/** What tells a gateway where they are. */
export function addressesOf(urls: Readonly<Record<SubgraphName, string>>): Record<string, string> {
  return Object.fromEntries(SUBGRAPHS.map((name) => [`${name.toUpperCase()}_URL`, urls[name]]));
}
