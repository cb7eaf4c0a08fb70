import { QueryPlanner } from "@apollo/query-planner";
import { silentLogger } from "@marquee/platform/logger/logger.js";
import { readGraphqlFile } from "@marquee/schema/graphql/read-graphql-file.js";
import { parse } from "graphql";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createFakeSubgraphs, type FakeSubgraphs } from "../testing/fake-subgraphs.js";
import { openApolloExecutor } from "./apollo-executor.js";
import type { FederatedExecutor } from "./federated-executor.js";

const SUPERGRAPH = readGraphqlFile("supergraph.graphql");
const context = { viewer: null, requestId: "r" };

let subgraphs: FakeSubgraphs;
let executor: FederatedExecutor;

beforeEach(async () => {
  subgraphs = createFakeSubgraphs();
  executor = await openApolloExecutor({
    supergraphSdl: SUPERGRAPH,
    endpoints: subgraphs.endpoints,
    subgraphTimeoutMs: 1_000,
    logger: silentLogger,
  });
});
afterEach(() => executor.close());

const plan = (source: string) => executor.planSubscription({ document: parse(source), documentHash: source });

describe("a subscription's plan", () => {
  test("is opened at the subgraph of its field, which is asked for what the others need", () => {
    const { subgraph, operation, variableNames, viewerDependent } = plan(
      "subscription ($m: ID, $x: Boolean!) { ratingAdded(movieId: $m) { movie { title @include(if: $x) } } }",
    );
    expect(subgraph).toBe("ratings");
    expect(operation).toBe("subscription($m:ID){ratingAdded(movieId:$m){movie{__typename id}}}");
    expect(variableNames).toEqual(["m"]);
    expect(viewerDependent).toBe(false);
  });

  test("makes a result of an event: conditions, aliases and nulls are as in a query", async () => {
    const { executeEvent } = plan(
      "subscription ($x: Boolean!) { a: ratingAdded { b: movie { c: title @include(if: $x) } n: score user { name } } }",
    );
    const data = { a: { b: { __typename: "Movie", id: "1" }, n: 7, user: null } };
    expect(await executeEvent({ data }, { x: true }, context)).toEqual({
      data: { a: { b: { c: "Metropolis" }, n: 7, user: null } },
    });
    expect(await executeEvent({ data }, { x: false }, context)).toEqual({ data: { a: { b: {}, n: 7, user: null } } });
    // The event is not changed, so that it can be tried again.
    expect(data).toEqual({ a: { b: { __typename: "Movie", id: "1" }, n: 7, user: null } });
  });

  test("gives null for an entity that is gone, and keeps the event's own errors", async () => {
    const { executeEvent } = plan("subscription { ratingAdded { id movie { originalTitle } } }");
    const event = { data: { ratingAdded: { id: "r", movie: { __typename: "Movie", id: "404" } } } };
    expect((await executeEvent(event, {}, context)).data).toEqual({
      ratingAdded: { id: "r", movie: { originalTitle: null } },
    });
  });

  test("waits for the other subgraphs no longer than the context allows, and counts what it asks them", async () => {
    subgraphs.failures.movies = () => new Promise<never>(() => {});
    const asked: string[] = [];
    const { executeEvent } = plan("subscription { ratingAdded { id movie { title } } }");
    const event = { data: { ratingAdded: { id: "r", movie: { __typename: "Movie", id: "1" } } } };
    const result = await executeEvent(event, {}, { ...context, timeoutMs: 5, onFetch: (name) => asked.push(name) });
    expect(result.errors?.[0]?.extensions.code).toBe("UNAVAILABLE");
    expect(asked).toEqual(["movies"]);
  });

  test.each([
    ["subscription { ratingAdded { movie { viewerRating { score } } } }", true],
    [
      "subscription { ratingAdded { ...R } } fragment R on Rating { movie { ... on Movie { viewerRating { id } } } }",
      true,
    ],
    ["subscription { ratingAdded { movie { ratingSummary { count } } } }", false],
  ])("knows whether the result depends on the viewer: %s", (source, expected) => {
    expect(plan(source).viewerDependent).toBe(expected);
  });
});

describe("another supergraph", () => {
  const CHANGED = SUPERGRAPH.replace(
    "  viewerRating: Rating @join__field(graph: RATINGS)",
    "  mine: Rating @join__field(graph: RATINGS)",
  );

  test("is served from then on, and told to whoever listens", async () => {
    let told = 0;
    executor.onSchemaChange(() => {
      told += 1;
    });
    await executor.replaceSupergraph(CHANGED);
    expect(told).toBe(1);
    expect(executor.sdl).toContain("mine: Rating");
    expect(executor.schema.getType("Movie")?.toString()).toBe("Movie");
    expect(plan("subscription { ratingAdded { movie { mine { id } } } }").viewerDependent).toBe(true);
  });

  test("has the operations that ran last planned before it serves, and asks no subgraph for that", async () => {
    const movie = "query ($id: ID!) { movie(id: $id) { title viewerRating { score } } }";
    const operations = [movie, "{ statistics { movies ratings } }"];
    for (const [index, text] of operations.entries()) {
      await executor.execute({
        document: parse(text),
        documentHash: `warm ${index}`,
        variables: { id: "1" },
        context,
      });
    }
    const subscription = parse("subscription { ratingAdded { movie { title } } }");
    executor.planSubscription({ document: subscription, documentHash: "warm subscription" });
    const asked = () => Object.values(subgraphs.requests).flat().length;
    const [before, plan] = [asked(), vi.spyOn(QueryPlanner.prototype, "buildQueryPlan")];
    await executor.replaceSupergraph(SUPERGRAPH);
    expect(plan).toHaveBeenCalledTimes(3);
    expect(asked()).toBe(before);
    for (const [index, text] of operations.entries()) {
      const document = parse(text);
      const result = await executor.execute({
        document,
        documentHash: `warm ${index}`,
        variables: { id: "1" },
        context,
      });
      expect(result.errors).toBeUndefined();
    }
    executor.planSubscription({ document: subscription, documentHash: "warm subscription" });
    expect(plan).toHaveBeenCalledTimes(3);
    plan.mockRestore();
  });

  test("that can't be served changes nothing", async () => {
    const before = executor.schema;
    await expect(executor.replaceSupergraph("type Query { a: Int }")).rejects.toThrow();
    await expect(executor.replaceSupergraph("nonsense")).rejects.toThrow();
    expect(executor.schema).toBe(before);
    const document = parse("{ statistics { movies } }");
    expect(await executor.execute({ document, documentHash: "h", variables: {}, context })).toEqual({
      data: { statistics: { movies: 3 } },
    });
  });
});

test("nothing is sent to Apollo", () => {
  expect(process.env.APOLLO_TELEMETRY_DISABLED).toBe("1");
});
