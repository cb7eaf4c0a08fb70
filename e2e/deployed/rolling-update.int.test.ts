// An upgrade as Kubernetes does it: migrations first, then each process is replaced by a new one that is ready before the old one is told to
// end. Somebody rates and somebody listens all the while.
import { randomUUID } from "node:crypto";
import { beforeAll, expect, inject, test } from "vitest";
import { askKeyspace } from "../environment/cassandra-keyspace.js";
import { addMovies } from "../environment/catalogue.js";
import { FeedListener, replay } from "../environment/feed-listener.js";
import { GraphqlClient } from "../environment/graphql-client.js";
import { type Person, register, signInAdmin } from "../environment/people.js";
import { Progress } from "../environment/progress.js";
import { type Server, SUBGRAPHS, type SubgraphName, untilReady } from "../environment/start-servers.js";
import { Subscription } from "../environment/subscription.js";
import { TcpProxy } from "../environment/tcp-proxy.js";
import { openTestEnvironment } from "../environment/test-environment.js";
import { type RenderedChart, renderChart } from "./rendered-chart.js";
import { deployBackend, deployGateway, deployProjector, deploySubgraph, runMigrations } from "./start-deployed.js";

const WRITERS = 4;
const RATE = `mutation Rate($input: RateMovieInput!) { rateMovie(input: $input) { eventId userErrors { message } } }`;

const environment = openTestEnvironment();
let chart: RenderedChart;
let backend: Awaited<ReturnType<typeof deployBackend>>;
/** What a Service is to its pods. */
const services = {} as Record<SubgraphName, TcpProxy>;
let gateway: Server;

beforeAll(async () => {
  chart = renderChart(environment, { cassandra: inject("cassandra"), kafka: inject("kafka") });
  await runMigrations(environment, chart, 2);
  backend = await deployBackend(environment, chart);
  for (const name of SUBGRAPHS)
    services[name] = await TcpProxy.open(environment, `${backend.subgraphs[name].url}/graphql`);
  gateway = await startNewGateway();
});

async function startNewGateway(): Promise<Server> {
  const urls = Object.fromEntries(SUBGRAPHS.map((name) => [name, services[name].url]));
  const started = await deployGateway(environment, chart, urls as Record<SubgraphName, string>);
  await untilReady(started);
  return started;
}

/** SIGTERM, as it comes behind preStop; it has to end by itself before SIGKILL would come. */
async function retire(component: string, { process }: Server): Promise<void> {
  const from = performance.now();
  expect(await process.end("SIGTERM"), `${component}: ${process.describe()}`).toEqual({ code: 0, signal: null });
  expect(performance.now() - from).toBeLessThan(chart.graceMs[component] ?? 0);
}

const ask = (statement: string) =>
  askKeyspace(inject("cassandra"), chart.environments.migrate?.CASSANDRA_KEYSPACE ?? "", statement);

test("two migrations at once leave one schema", async () => {
  const steps = await ask("SELECT owner, number, checksum FROM schema_migrations");
  expect(steps.length).toBeGreaterThan(5);
  expect(await ask("SELECT holder FROM schema_migration_lock")).toEqual([]);
  const tables = "SELECT table_name, id FROM system_schema.tables WHERE keyspace_name = ";
  const keyspace = chart.environments.migrate?.CASSANDRA_KEYSPACE;
  const made = await ask(`${tables}'${keyspace}'`);
  await runMigrations(environment, chart, 2);
  expect(await ask("SELECT owner, number, checksum FROM schema_migrations")).toEqual(steps);
  expect(await ask(`${tables}'${keyspace}'`)).toEqual(made);
});

test("a rolling update loses nothing, and old and new serve side by side", async () => {
  const client = new GraphqlClient({ url: () => gateway.url, dispatcher: environment.agent });
  const movieIds = await addMovies(await signInAdmin(client), [{ title: "Metropolis" }, { title: "Sunrise" }]);
  const people = await Promise.all(
    Array.from({ length: WRITERS }, (_, index) => register(client, `w${index}-${randomUUID().slice(0, 8)}`)),
  );
  const first = new Subscription<{ ratingFeed: { cursor: string } }>(environment, gateway.url, {
    query: "subscription { ratingFeed { ... on FeedProgress { cursor } } }",
  });
  const beginning = (await first.next()).data?.ratingFeed.cursor ?? "";
  const heard = new FeedListener(environment, { url: async () => gateway.url });
  await heard.until(() => heard.live);

  const progress = new Progress();
  const acknowledged: string[] = [];
  let stopped = false;
  async function write({ client: own }: Person, movieId: string): Promise<void> {
    for (let score = 1; !stopped; score = (score % 10) + 1) {
      // Any other end than an answer is a failure: nobody may notice the update.
      const { rateMovie } = await own.request<{ rateMovie: { eventId: string } }>(RATE, { input: { movieId, score } });
      acknowledged.push(rateMovie.eventId);
      progress.count("acknowledged");
    }
  }
  const writing = Promise.all(people.flatMap((person) => movieIds.map((movieId) => write(person, movieId)))).catch(
    (error) => progress.fail(error),
  );
  await progress.after("acknowledged", 20);

  // The new version's migration has run: a step that only adds. What is old goes on, and starts again where it is killed.
  await ask(
    "INSERT INTO schema_migrations (owner, number, name, checksum, applied_at) VALUES ('ratings', 900, 'of-a-newer-version', 'x', 1)",
  );
  const survivor = await deploySubgraph(environment, chart, "ratings");
  await survivor.process.until("stdout", /has its engines/);
  await untilReady(survivor);
  await progress.after("acknowledged", 20);

  for (const name of SUBGRAPHS) {
    const next = name === "ratings" ? survivor : await deploySubgraph(environment, chart, name);
    await next.process.until("stdout", /has its engines/);
    await untilReady(next);
    services[name].pointTo(`${next.url}/graphql`);
    await retire(name, backend.subgraphs[name]);
    await progress.after("acknowledged", 10);
  }
  const projector = await deployProjector(environment, chart);
  await projector.process.until("stdout", /follows the log/);
  await untilReady(projector);
  await retire("projector", backend.projector);
  await progress.after("acknowledged", 10);

  const [old, feed] = [gateway, first.socket.closed];
  gateway = await startNewGateway();
  await progress.after("acknowledged", 10);
  await retire("gateway", old);
  expect(await feed).toEqual({ code: 1001, reason: expect.stringContaining("going away") });
  await progress.after("acknowledged", 20);
  stopped = true;
  await writing;
  progress.check();

  const events = await replay(environment, { url: async () => gateway.url, after: beginning });
  expect(events.map(({ eventId }) => eventId).sort()).toEqual([...acknowledged].sort());
  await heard.until(() => heard.events.length >= acknowledged.length);
  expect(heard.events.map(({ eventId }) => eventId).sort()).toEqual([...acknowledged].sort());
});
