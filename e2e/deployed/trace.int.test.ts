// One rateMovie is one trace, through every process that has to do with it, up to the message that a subscriber gets. The processes send their
// spans as they would to a collector; here it is a server in this test that keeps them in memory.
import { beforeAll, expect, inject, test } from "vitest";
import { addMovies } from "../environment/catalogue.js";
import { GraphqlClient } from "../environment/graphql-client.js";
import { register, signInAdmin } from "../environment/people.js";
import { type Server, SUBGRAPHS, type SubgraphName, untilReady } from "../environment/start-servers.js";
import { Subscription } from "../environment/subscription.js";
import { openTestEnvironment } from "../environment/test-environment.js";
import { type CollectedSpan, type Collector, openCollector } from "./collector.js";
import { renderChart } from "./rendered-chart.js";
import { deployBackend, deployGateway, runMigrations } from "./start-deployed.js";

const environment = openTestEnvironment();
let collector: Collector;
let gateway: Server;
let others: Server[];

beforeAll(async () => {
  collector = await openCollector(environment);
  const engines = { cassandra: inject("cassandra"), kafka: inject("kafka") };
  const set = { "tracing.enabled": "true", "tracing.endpoint": collector.url, "tracing.ratio": "1" };
  const chart = renderChart(environment, engines, set);
  await runMigrations(environment, chart, 1);
  const { projector, subgraphs } = await deployBackend(environment, chart);
  const urls = Object.fromEntries(SUBGRAPHS.map((name) => [name, `${subgraphs[name].url}/graphql`]));
  gateway = await deployGateway(environment, chart, urls as Record<SubgraphName, string>);
  await untilReady(gateway);
  others = [projector, ...Object.values(subgraphs)];
});

test("one rateMovie is one trace from the gateway to the subscriber", async () => {
  const client = new GraphqlClient({ url: gateway.url, dispatcher: environment.agent });
  const [movieId = ""] = await addMovies(await signInAdmin(client), [{ title: "Metropolis" }]);
  const ann = await register(client, "ann");
  const feed = new Subscription<{ ratingFeed: { __typename: string } }>(environment, gateway.url, {
    query: "subscription { ratingFeed { __typename ... on RatingEvent { movie { title } user { name } } } }",
  });
  await feed.next();
  await ann.client.request("mutation RateOnce($input: RateMovieInput!) { rateMovie(input: $input) { applied } }", {
    input: { movieId, score: 9 },
  });
  await feed.nextWhere(({ ratingFeed }) => ratingFeed.__typename === "RatingEvent");
  // What has not been sent yet is sent at the end.
  for (const { process } of [gateway, ...others]) {
    expect(await process.end("SIGTERM"), process.describe()).toEqual({ code: 0, signal: null });
  }

  const root = collector.spans.find(({ attributes }) => attributes["graphql.operation.name"] === "RateOnce");
  const spans = collector.spans.filter(({ traceId }) => traceId === root?.traceId);
  const named = (service: string, name: RegExp) =>
    spans.filter((span) => span.service === `marquee-${service}` && name.test(span.name));
  /** The names of what a span is within, innermost first; those that @apollo/gateway makes by itself left out. */
  const within = (span: CollectedSpan | undefined): string[] => {
    const parent = spans.find(({ spanId }) => spanId === span?.parentSpanId);
    if (parent === undefined) return [];
    const name = parent.name.startsWith("gateway.")
      ? []
      : [`${parent.service.replace("marquee-", "")}: ${parent.name}`];
    return [...name, ...within(parent)];
  };

  const answered = ["gateway: subgraph ratings", "gateway: POST /graphql"];
  const [append] = named("ratings", /^append .*ratings\.v1$/);
  expect(within(append).filter((name) => !name.includes("operation"))).toEqual(["ratings: POST /graphql", ...answered]);
  const appended = ["ratings: append marquee.ratings.v1", "ratings: ratings operation", "ratings: POST /graphql"];
  const [fold] = named("projector", /^fold ratings$/);
  expect(within(fold)).toEqual([...appended, ...answered]);
  // Rows are written within the fold, and so is what changed published.
  const written = named("projector", /^cassandra write$/);
  expect(written.length).toBeGreaterThan(0);
  for (const span of written) expect(within(span)).toEqual(["projector: fold ratings", ...appended, ...answered]);
  expect(named("projector", /^append .*rating-changes\.v1$/).map((span) => within(span)[0])).toEqual([
    "projector: fold ratings",
  ]);
  // And delivered: read from the log by the subgraph, completed by the gateway for its subscriber.
  const [delivered] = named("gateway", /^deliver event$/);
  expect(within(delivered)).toContain("ratings: ratings feed item");
  expect(within(delivered)).toContain("projector: fold ratings");
  expect(within(delivered).at(-1)).toBe("gateway: POST /graphql");
  // Its fields of other subgraphs were asked for on the way.
  for (const subgraph of ["movies", "accounts"]) {
    expect(named(subgraph, /^POST/).some((span) => within(span)[1] === "gateway: deliver event")).toBe(true);
  }
  expect(new Set(spans.map(({ service }) => service))).toEqual(
    new Set(["marquee-gateway", "marquee-ratings", "marquee-projector", "marquee-movies", "marquee-accounts"]),
  );
  // Lines of the log say which trace they belong to.
  const line = gateway.process.output.stderr.split("\n").find((text) => text.includes('"RateOnce"')) ?? "{}";
  expect(JSON.parse(line)).toMatchObject({ trace_id: root?.traceId, msg: "operation" });
  // Nothing of what was said is in a trace: no variable, no token, no name.
  expect(JSON.stringify(collector.spans)).not.toMatch(/Metropolis|password|Bearer|example\.com/);
});
