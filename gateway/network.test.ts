// The gateway over the network: subgraphs of the real schemas served as they are when they run alone.

import { parseConfig } from "@marquee/platform/config/parse-config.js";
import { silentLogger } from "@marquee/platform/logger/logger.js";
import { createHealth } from "@marquee/platform/service/health.js";
import { createMetrics } from "@marquee/platform/service/metrics.js";
import { type ServedSubgraph, serveSubgraph } from "@marquee/platform/subgraph/serve-subgraph.js";
import { SUBGRAPHS, type SubgraphName } from "@marquee/schema/graphql/subgraphs.js";
import { afterEach, beforeEach, expect, test } from "vitest";
import { gatewayConfig } from "./config/gateway-config.js";
import { remoteSubgraphs } from "./subgraph-client/remote-subgraphs.js";
import { createFakeSubgraphs, type FakeSubgraphs } from "./testing/fake-subgraphs.js";
import { connectLiveClient } from "./testing/live-client.js";
import { startTestGateway, type TestGateway } from "./testing/test-gateway.js";

const SECRET = "s".repeat(32);

let subgraphs: FakeSubgraphs;
let served: Record<SubgraphName, ServedSubgraph>;
let remote: ReturnType<typeof remoteSubgraphs>;
let gateway: TestGateway;

function serve(name: SubgraphName, port = 0): Promise<ServedSubgraph> {
  return serveSubgraph({
    endpoint: subgraphs.endpoints[name],
    host: "127.0.0.1",
    port,
    portVariable: "PORT",
    gatewaySecrets: [SECRET],
    health: createHealth({ logger: silentLogger }),
    metrics: createMetrics(),
    logger: silentLogger,
  });
}

beforeEach(async () => {
  subgraphs = createFakeSubgraphs();
  const entries = await Promise.all(SUBGRAPHS.map(async ({ name }) => [name, await serve(name)] as const));
  served = Object.fromEntries(entries) as Record<SubgraphName, ServedSubgraph>;
  const urls = Object.fromEntries(entries.map(([name, { url }]) => [`${name.toUpperCase()}_URL`, url]));
  remote = remoteSubgraphs(parseConfig(gatewayConfig, urls), { gatewaySecrets: [SECRET] });
  gateway = await startTestGateway(remote.endpoints);
});
afterEach(async () => {
  await gateway.close();
  await remote.close();
  await Promise.all(Object.values(served).map((subgraph) => subgraph.close()));
});

const QUERY = '{ movie(id: "1") { title ratingSummary { average } viewerRating { id } } statistics { users } }';

test("a query is joined from all of them, as its viewer", async () => {
  const { body } = await gateway.post({ query: QUERY }, { authorization: `Bearer ${await gateway.token("u1")}` });
  expect(body).toEqual({
    data: {
      movie: { title: "Metropolis", ratingSummary: { average: 8 }, viewerRating: { id: "1:u1" } },
      statistics: { users: 2 },
    },
  });
});

test("one-subgraph-down-the-rest-stands, and answers again when it is back", async () => {
  await served.ratings.close();
  const { body } = await gateway.post({ query: QUERY });
  expect(body.data).toEqual({
    movie: { title: "Metropolis", ratingSummary: null, viewerRating: null },
    statistics: { users: 2 },
  });
  expect(body.errors?.map(({ path, extensions }) => [path?.join("."), extensions?.code]).sort()).toEqual([
    ["movie.ratingSummary", "UNAVAILABLE"],
    ["movie.viewerRating", "UNAVAILABLE"],
  ]);
  served.ratings = await serve("ratings", served.ratings.port);
  expect((await gateway.post({ query: QUERY })).body.errors).toBeUndefined();
});

test("a feed outlives a restart of its subgraph: nothing is missed, nothing comes twice", async () => {
  const client = connectLiveClient(gateway.url);
  const feed = client.subscribe("subscription { ratingFeed { ... on RatingEvent { eventId movie { title } } } }");
  const next = async () => {
    for (;;) {
      const { data, errors } = await feed.next();
      expect(errors).toBeUndefined();
      if (data?.ratingFeed.eventId !== undefined) return data.ratingFeed;
    }
  };
  await feed.next();
  const rate = (eventId: string) => subgraphs.feed.append(0, { eventId, movieId: "1", userId: "u", score: 5 });
  rate("e1");
  expect(await next()).toEqual({ eventId: "e1", movie: { title: "Metropolis" } });
  await served.ratings.close();
  rate("e2");
  served.ratings = await serve("ratings", served.ratings.port);
  rate("e3");
  expect((await next()).eventId).toBe("e2");
  expect((await next()).eventId).toBe("e3");
  await client.close();
});
