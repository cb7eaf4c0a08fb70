import { AppError } from "@marquee/platform/errors/app-error.js";
import { readGraphqlFile } from "@marquee/schema/graphql/read-graphql-file.js";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createFakeSubgraphs, type FakeSubgraphs } from "./testing/fake-subgraphs.js";
import { connectLiveClient } from "./testing/live-client.js";
import { startTestGateway, type TestGateway } from "./testing/test-gateway.js";

let subgraphs: FakeSubgraphs;
let gateway: TestGateway;

beforeEach(async () => {
  subgraphs = createFakeSubgraphs();
  gateway = await startTestGateway(subgraphs.endpoints);
});
afterEach(() => gateway.close());

describe("queries over HTTP", () => {
  test("are joined from several subgraphs, one request for all entities of a subgraph", async () => {
    const { status, body } = await gateway.post({
      query:
        "query Films($n: Int) { movies(first: $n) { nodes { title ratingSummary { average } } } statistics { movies users ratings } }",
      variables: { n: 2 },
    });
    expect(body.errors).toBeUndefined();
    expect(status).toBe(200);
    expect(body.data).toEqual({
      movies: {
        nodes: [
          { title: "Metropolis", ratingSummary: { average: 8 } },
          { title: "The Kid", ratingSummary: { average: 8 } },
        ],
      },
      statistics: { movies: 3, users: 2, ratings: 1 },
    });
    expect(subgraphs.requests.ratings.filter(({ query }) => query.includes("_entities"))).toHaveLength(1);
  });

  test("one-subgraph-down-the-rest-stands: its fields are null, with an UNAVAILABLE error and path each", async () => {
    subgraphs.failures.ratings = async () => {
      throw new AppError("UNAVAILABLE", "The ratings subgraph can't be reached; try again in a moment.");
    };
    const { status, body } = await gateway.post({
      query: "{ movies(first: 2) { nodes { title mark: ratingSummary { average } } } statistics { movies ratings } }",
    });
    expect(status).toBe(200);
    expect(body.data).toEqual({
      movies: {
        nodes: [
          { title: "Metropolis", mark: null },
          { title: "The Kid", mark: null },
        ],
      },
      statistics: { movies: 3, ratings: null },
    });
    const message = "The ratings subgraph can't be reached; try again in a moment.";
    expect(body.errors).toEqual(
      expect.arrayContaining([
        { message, path: ["movies", "nodes", 0, "mark"], extensions: { code: "UNAVAILABLE" } },
        { message, path: ["movies", "nodes", 1, "mark"], extensions: { code: "UNAVAILABLE" } },
        { message, path: ["statistics"], extensions: { code: "UNAVAILABLE" } },
      ]),
    );
  });
});

test("another supergraph is served, over HTTP and websocket; one that is no good is not", async () => {
  const sdl = readGraphqlFile("supergraph.graphql").replace("  statistics: Statistics!", "  figures: Statistics!");
  const query = "{ figures { movies } }";
  const client = connectLiveClient(gateway.url);
  await expect(client.subscribe(query).next()).rejects.toBeDefined();
  await expect(gateway.replaceSupergraph(sdl.replace("type Query", "type Queries"))).rejects.toThrow();
  expect((await gateway.post({ query })).status).toBe(400);
  const feed = client.subscribe("subscription { ratingFeed { ... on RatingEvent { movie { title } } } }");
  await feed.next();
  await gateway.replaceSupergraph(sdl);
  expect(await (await fetch(`${gateway.url}/schema.graphql`)).text()).toContain("figures: Statistics!");
  // The subgraphs know no `figures`: that they are asked for it is what counts here.
  expect((await gateway.post({ query })).body.errors?.[0]?.extensions?.code).toBe("INTERNAL_SERVER_ERROR");
  expect((await gateway.post({ query: "{ statistics { movies } }" })).status).toBe(400);
  // A feed from before goes on.
  subgraphs.feed.append(0, { eventId: "e", movieId: "1", userId: "u", score: 1 });
  expect((await feed.next()).data).toEqual({ ratingFeed: { movie: { title: "Metropolis" } } });
  await client.close();
});
