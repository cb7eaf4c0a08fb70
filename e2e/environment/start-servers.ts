import { lookAgain } from "./look-again.js";
import type { MarqueeProcess } from "./marquee-process.js";
import type { TestEnvironment } from "./open-environment.js";

export interface Server {
  process: MarqueeProcess;
  /** Without a path: http://127.0.0.1:40123 */
  url: string;
}

type Env = Readonly<Record<string, string>>;

export const SUBGRAPHS = ["movies", "reviews", "ratings", "accounts"] as const;
export type SubgraphName = (typeof SUBGRAPHS)[number];

/** The gateway and every subgraph in one process, ready. */
export async function startAllInOne(environment: TestEnvironment, env: Env): Promise<Server> {
  const process = environment.spawn("allInOne", env);
  return { process, url: await allInOneReady(process) };
}

/** Resolves with the address of a process that was spawned. */
export async function allInOneReady(process: MarqueeProcess): Promise<string> {
  return captured(await process.until("stdout", /GraphQL +(http:\S+)\/graphql .*\n/));
}

/** The gateway alone. */
export async function startGateway(environment: TestEnvironment, env: Env): Promise<Server> {
  const process = environment.spawn("gateway", env);
  const ready = await process.until("stderr", /"url":"(http:[^"]+)".*"msg":"the gateway is listening"/);
  return { process, url: captured(ready) };
}

/** One subgraph alone, as soon as it listens; it is ready later. */
export async function startSubgraph(environment: TestEnvironment, name: SubgraphName, env: Env): Promise<Server> {
  const process = environment.spawn(name, env);
  return { process, url: captured(await process.until("stdout", new RegExp(`${name} +(http:\\S+)/graphql\n`))) };
}

/** A projector alone, as soon as it listens; it is ready later. */
export async function startProjector(environment: TestEnvironment, env: Env): Promise<Server> {
  const process = environment.spawn("projector", env);
  return { process, url: captured(await process.until("stdout", /projector +(http:\S+)\/healthz\/ready\n/)) };
}

/** Resolves when it says that it is ready. Rejects when it is gone. */
export async function untilReady({ url }: Server): Promise<void> {
  while (!(await fetch(`${url}/healthz/ready`)).ok) await lookAgain();
}

export interface SubgraphServers {
  process: MarqueeProcess;
  /** Of each subgraph's GraphQL. */
  urls: Record<SubgraphName, string>;
}

/** Every subgraph in one process, ready. */
export async function startSubgraphs(environment: TestEnvironment, env: Env): Promise<SubgraphServers> {
  const process = environment.spawn("subgraphs", env);
  await process.until("stdout", /The subgraphs are ready\.\n/);
  const urls = {} as Record<SubgraphName, string>;
  for (const name of SUBGRAPHS) {
    urls[name] = captured(await process.until("stdout", new RegExp(`${name} +(http:\\S+/graphql)\n`)));
  }
  return { process, urls };
}

function captured(match: RegExpExecArray): string {
  return match[1] ?? "";
}
