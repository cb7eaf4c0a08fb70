import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { addMovies } from "../environment/catalogue.js";
import { FeedListener } from "../environment/feed-listener.js";
import { GraphqlClient } from "../environment/graphql-client.js";
import { readMetric } from "../environment/metrics.js";
import { register, signInAdmin } from "../environment/people.js";
import { Raters } from "../environment/raters.js";
import { RestartableServer } from "../environment/restartable-server.js";
import { Subscription } from "../environment/subscription.js";
import { openTestEnvironment } from "../environment/test-environment.js";
import { compareWithLog } from "../live-log/compare-with-log.js";
import { readRatingLog } from "../live-log/read-rating-log.js";

const SUPERGRAPH = fileURLToPath(new URL("../../schema/graphql/supergraph.graphql", import.meta.url));
const RELOADS = 4;
const environment = openTestEnvironment();

test("schema-reload-keeps-subscriptions: who listens notices nothing, who comes has the other schema", async () => {
  const DATA_DIR = await environment.folder();
  const file = join(await environment.folder(), "supergraph.graphql");
  const original = await readFile(SUPERGRAPH, "utf8");
  await writeFile(file, original);
  const server = new RestartableServer(environment, { DATA_DIR, SUPERGRAPH_PATH: file });
  await server.start();
  const url = await server.url();
  const client = new GraphqlClient({ url, dispatcher: environment.agent });
  const movieIds = await addMovies(await signInAdmin(client), [{ title: "One" }, { title: "Two" }]);
  const people = await Promise.all(["ann", "bob", "cleo"].map((name) => register(client, name)));
  const [movieId = ""] = movieIds;
  const summaries = new Subscription<{ ratingSummaryChanged: { count: number } }>(environment, url, {
    query: "subscription ($movieId: ID!) { ratingSummaryChanged(movieId: $movieId) { count } }",
    variables: { movieId },
  });
  await summaries.next();
  const listeners = Array.from({ length: 5 }, () => new FeedListener(environment, { url: server.url }));
  await Promise.all(listeners.map((listener) => listener.until(() => listener.live)));
  const raters = new Raters({ people, movieIds, client: () => client });
  await raters.after(50);

  const schema = async () => (await fetch(`${url}/schema.graphql`)).text();
  for (let reload = 1; reload <= RELOADS; reload += 1) {
    const field = `figures${reload}: Statistics! @join__field(graph: MOVIES)`;
    await writeFile(file, original.replace("  statistics: Statistics!", `  ${field}\n  statistics: Statistics!`));
    server.signal("SIGHUP");
    while (!(await schema()).includes(`figures${reload}`)) await raters.after(1);
    await raters.after(50);
  }
  // One that can't be served: the one before stays.
  await writeFile(file, "type Query");
  server.signal("SIGHUP");
  await server.process.until("stderr", /the one before stays/);
  expect(await schema()).toContain(`figures${RELOADS}`);

  const late = new FeedListener(environment, { url: server.url, after: listeners[0]?.items[0]?.cursor });
  await late.until(() => late.live);
  await raters.after(50);
  await raters.stop();
  for (const listener of [...listeners, late]) {
    await listener.until(() => listener.events.length >= raters.acknowledged.size);
    expect(listener.resumptions).toBe(0);
  }
  expect(await readMetric(url, "marquee_gateway_upstream_reopenings_total")).toBe(0);
  const { statistics } = await client.request<{ statistics: { ratings: number } }>("{ statistics { ratings } }");
  expect(statistics.ratings).toBeGreaterThan(0);
  await summaries.nextWhere(({ ratingSummaryChanged }) => ratingSummaryChanged.count === people.length);
  await server.end("SIGTERM");

  const log = await readRatingLog({ DATA_DIR });
  for (const listener of [...listeners, late]) expect(compareWithLog(listener.events, log)).toEqual([]);
}, 90_000);
