import type { TestEnvironment } from "../environment/open-environment.js";
import { addressesOf } from "../environment/split-servers.js";
import {
  type Server,
  type SUBGRAPHS,
  startGateway,
  startProjector,
  startSubgraph,
  untilReady,
} from "../environment/start-servers.js";

type Env = Readonly<Record<string, string>>;
type Kind = "gateway" | "projector" | (typeof SUBGRAPHS)[number];

/** A process that is stopped and started again in the same place. */
export interface Place {
  name: string;
  server: Server;
  /** SIGTERM, and another one; its exit code. */
  restart(): Promise<number | null>;
}

/** `onEnd` is told of one that ended though nobody had ended it. Two gateways, each with a ratings process of its own, two projectors, and one of each of the rest. */
export async function startProcesses(
  environment: TestEnvironment,
  env: Env,
  onEnd: (what: string) => void,
): Promise<Place[]> {
  const open = (kind: Kind, nth: number, own: Env = {}) =>
    openPlace(environment, kind, `${kind} ${nth}`, { ...env, ...own }, onEnd);
  const movies = open("movies", 1, { DATA_DIR: await environment.folder() });
  const started = await Promise.all([
    open("projector", 1),
    open("projector", 2),
    movies,
    open("reviews", 1),
    open("accounts", 1),
    open("ratings", 1),
    open("ratings", 2),
  ]);
  const urlOf = (name: string) => `${started.find((place) => place.name === name)?.server.url}/graphql`;
  const gateways = await Promise.all(
    [1, 2].map((nth) => {
      const urls = {
        movies: urlOf("movies 1"),
        reviews: urlOf("reviews 1"),
        accounts: urlOf("accounts 1"),
        ratings: urlOf(`ratings ${nth}`),
      };
      return open("gateway", nth, addressesOf(urls));
    }),
  );
  return [...gateways, ...started];
}

async function openPlace(
  environment: TestEnvironment,
  kind: Kind,
  name: string,
  env: Env,
  onEnd: (what: string) => void,
): Promise<Place> {
  const start = async (own: Env): Promise<Server> => {
    const server = await startKind(environment, kind, { ...env, ...own });
    await untilReady(server);
    return watched(server);
  };
  let ending = false;
  const watched = (server: Server): Server => {
    const { process } = server;
    process.exited.then(() => {
      if (!ending) onEnd(`${name} ended by itself: ${process.describe()}`);
    });
    return server;
  };
  const place: Place = {
    name,
    server: await start({}),
    async restart() {
      const { port } = new URL(place.server.url);
      ending = true;
      const { code } = await place.server.process.end("SIGTERM");
      ending = false;
      place.server = await start({ [kind === "gateway" ? "PORT" : `${kind.toUpperCase()}_PORT`]: port });
      return code;
    },
  };
  return place;
}

async function startKind(environment: TestEnvironment, kind: Kind, env: Env): Promise<Server> {
  if (kind === "gateway") return startGateway(environment, env);
  if (kind === "projector") {
    const server = await startProjector(environment, env);
    await server.process.until("stdout", /follows the log/);
    return server;
  }
  const server = await startSubgraph(environment, kind, env);
  await server.process.until("stdout", /has its engines/);
  return server;
}
