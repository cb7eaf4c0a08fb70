import { request } from "undici";
import { beforeAll, describe, expect, test } from "vitest";
import { addMovies } from "../environment/catalogue.js";
import { FeedListener, replay } from "../environment/feed-listener.js";
import { ConnectionLost, GraphqlClient } from "../environment/graphql-client.js";
import { readMetric } from "../environment/metrics.js";
import { type Person, register, signInAdmin } from "../environment/people.js";
import { type SplitServers, startSplit } from "../environment/split-servers.js";
import { SUBGRAPHS } from "../environment/start-servers.js";
import { Subscription } from "../environment/subscription.js";
import { openTestEnvironment } from "../environment/test-environment.js";

const environment = openTestEnvironment();
let servers: SplitServers;
let client: GraphqlClient;
let ann: Person;
let movieId: string;

const RATE = "mutation Rate($input: RateMovieInput!) { rateMovie(input: $input) { eventId } }";

beforeAll(async () => {
  servers = await startSplit(environment);
  client = new GraphqlClient({ url: servers.gateway.url, dispatcher: environment.agent });
  [movieId = ""] = await addMovies(await signInAdmin(client), [{ title: "Metropolis" }]);
  ann = await register(client, "ann");
}, 60_000);

test("one query over four subgraphs, one mutation and one live rating go through the gateway", async () => {
  const feed = new Subscription<{ ratingAdded: { score: number } }>(environment, servers.gateway.url, {
    query: `subscription ($movieId: ID) {
      ratingAdded(movieId: $movieId) { score user { name } movie { title ratingSummary { count average } viewerRating { score } } }
    }`,
    variables: { movieId },
    token: ann.token,
  });
  const rate = (score: number) => ann.client.request(RATE, { input: { movieId, score } });
  await feed.hears(() => rate(3));
  await rate(8);
  expect(await feed.nextWhere(({ ratingAdded }) => ratingAdded.score === 8)).toEqual({
    data: {
      ratingAdded: {
        score: 8,
        user: { name: "ann" },
        movie: { title: "Metropolis", ratingSummary: { count: 1, average: 8 }, viewerRating: { score: 8 } },
      },
    },
  });
  await feed.socket.close();
  await ann.client.request("mutation ($input: SubmitReviewInput!) { submitReview(input: $input) { applied } }", {
    input: { movieId, text: "Tall." },
  });
  expect(
    await ann.client.request(
      `query ($movieId: ID!) {
        viewer { name ratings { nodes { score } } }
        movie(id: $movieId) { title viewerRating { score } reviews { nodes { text author { name } } } }
        statistics { movies users ratings reviews averageScore }
      }`,
      { movieId },
    ),
  ).toEqual({
    viewer: { name: "ann", ratings: { nodes: [{ score: 8 }] } },
    movie: {
      title: "Metropolis",
      viewerRating: { score: 8 },
      reviews: { nodes: [{ text: "Tall.", author: { name: "ann" } }] },
    },
    statistics: { movies: 1, users: 2, ratings: 1, reviews: 1, averageScore: 8 },
  });
});

describe("a subgraph refuses who is no gateway", () => {
  const ask = async (url: string, headers: Record<string, string>) => {
    const { statusCode, body } = await request(url, {
      method: "POST",
      dispatcher: environment.agent,
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify({ query: "{ __typename }" }),
    });
    return { status: statusCode, answer: (await body.json()) as { errors?: { extensions?: { code?: string } }[] } };
  };

  test.each(SUBGRAPHS)("%s: without the secret, with a wrong one, with a user's token", async (name) => {
    for (const headers of [
      {},
      { "x-marquee-gateway-secret": "x".repeat(43) },
      { "x-marquee-viewer": Buffer.from('{"userId":"root","roles":["ADMIN"],"expiresAt":9e15}').toString("base64url") },
      { authorization: `Bearer ${ann.token}` },
    ]) {
      const { status, answer } = await ask(servers.subgraphUrls[name], headers as Record<string, string>);
      expect(status).toBe(401);
      expect(answer.errors?.[0]?.extensions).toEqual({ code: "UNAUTHENTICATED" });
      expect(answer).not.toHaveProperty("data");
    }
  });

  test.each(["ratings", "reviews"] as const)("%s: over a websocket too", async (name) => {
    const feed = new Subscription(environment, servers.subgraphUrls[name].replace("/graphql", ""), {
      query: name === "ratings" ? "subscription { ratingAdded { score } }" : "subscription { reviewAdded { text } }",
    });
    expect(await feed.ended).toMatchObject({ code: 4403 });
  });
});

test("the subgraphs are killed -9 and started again: who listens at the gateway misses nothing and notices nothing", async () => {
  const url = async () => servers.gateway.url;
  const listener = new FeedListener(environment, { url });
  const summaries = new Subscription<{ ratingSummaryChanged: { count: number; average: number } }>(
    environment,
    servers.gateway.url,
    {
      query: "subscription ($movieId: ID!) { ratingSummaryChanged(movieId: $movieId) { count average } }",
      variables: { movieId },
    },
  );
  await listener.until(() => listener.live);
  const beginning = listener.cursor ?? "";
  expect(await summaries.next()).toEqual({ data: { ratingSummaryChanged: { count: 1, average: 8 } } });

  for (const [round, score] of [2, 4, 6].entries()) {
    // In flight while it happens: it is answered, or its outcome is told to be unknown; either way it can be sent again.
    const key = `round ${round}`;
    const rate = () => ann.client.send(RATE, { input: { movieId, score, idempotencyKey: key } });
    const inFlight = rate();
    await servers.restartSubgraphs();
    const { errors } = await inFlight;
    for (const { extensions } of errors) expect(extensions?.code).toMatch(/^(UNKNOWN_OUTCOME|UNAVAILABLE)$/);
    expect((await rate()).errors).toEqual([]);
    expect(await summaries.nextWhere(({ ratingSummaryChanged }) => ratingSummaryChanged.average === score)).toEqual({
      data: { ratingSummaryChanged: { count: 1, average: score } },
    });
  }

  const told = await replay(environment, { url, after: beginning });
  expect(told.map(({ score }) => score)).toEqual([2, 4, 6]);
  await listener.until(() => listener.events.length >= told.length);
  expect(listener.events.map(({ eventId }) => eventId)).toEqual(told.map(({ eventId }) => eventId));
  expect(listener.resumptions).toBe(0);
  expect(await readMetric(servers.gateway.url, "marquee_gateway_upstream_reopenings_total")).toBeGreaterThan(0);
  await Promise.all([listener.stop(), summaries.socket.close()]);
});

test("SIGTERM ends both with 0", async () => {
  expect(await servers.gateway.process.end("SIGTERM")).toEqual({ code: 0, signal: null });
  expect(await servers.subgraphs.end("SIGTERM")).toEqual({ code: 0, signal: null });
  await expect(client.send("{ __typename }")).rejects.toThrow(ConnectionLost);
});
