// What strangers learn, by configuration.
import { afterEach, describe, expect, test } from "vitest";
import { createFakeSubgraphs } from "../testing/fake-subgraphs.js";
import { connectLiveClient } from "../testing/live-client.js";
import { startTestGateway, type TestGateway } from "../testing/test-gateway.js";

const open: TestGateway[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((gateway) => gateway.close()));
});

async function start(environment: Record<string, string>): Promise<TestGateway> {
  const gateway = await startTestGateway(createFakeSubgraphs().endpoints, { environment });
  open.push(gateway);
  return gateway;
}

const HTML = { accept: "text/html" };
const INTROSPECTION = "{ __schema { queryType { name } } }";
const MISSPELT = '{ movie(id: "1") { titel } }';

async function whatIsOpen(gateway: TestGateway) {
  const page = async (path: string) => (await fetch(`${gateway.url}${path}`, { headers: HTML })).status;
  const { body } = await gateway.post({ query: INTROSPECTION });
  const { body: refusal } = await gateway.post({ query: MISSPELT });
  return {
    introspection: body.errors === undefined,
    schema: await page("/schema.graphql"),
    suggestions: /Did you mean/.test(String(refusal.errors?.[0]?.message)),
    explorers: [await page("/"), await page("/graphiql")],
  };
}

const OPEN = { introspection: true, schema: 200, suggestions: true, explorers: [200, 200] };
const SHUT = { introspection: false, schema: 404, suggestions: false, explorers: [404, 404] };

test.each<[what: string, environment: Record<string, string>, open: object]>([
  ["by default", {}, OPEN],
  ["in development", { NODE_ENV: "development" }, OPEN],
  ["in production", { NODE_ENV: "production" }, SHUT],
  ["in production, when asked for", { NODE_ENV: "production", INTROSPECTION: "on", EXPLORERS: "on" }, OPEN],
  ["with neither", { INTROSPECTION: "off", EXPLORERS: "off" }, SHUT],
  ["with the schema alone", { EXPLORERS: "off" }, { ...OPEN, explorers: SHUT.explorers }],
])("%s", async (_what, environment, expected) => {
  expect(await whatIsOpen(await start(environment))).toEqual(expected);
});

describe("in production", () => {
  test("a websocket tells no more than HTTP", async () => {
    const gateway = await start({ NODE_ENV: "production" });
    const client = connectLiveClient(gateway.url);
    for (const query of [INTROSPECTION, "subscription { ratingFeedd { __typename } }"]) {
      const refusal = await client
        .subscribe(query)
        .next()
        .catch((errors) => errors);
      const codes = new Set(refusal.map((error: { extensions: { code: string } }) => error.extensions.code));
      expect(codes).toEqual(new Set(["GRAPHQL_VALIDATION_FAILED"]));
      expect(JSON.stringify(refusal)).not.toContain("Did you mean");
    }
    await client.close();
  });

  test("a variable that is misspelt suggests nothing, and no error has a stack", async () => {
    const gateway = await start({ NODE_ENV: "production" });
    const query = "query ($filter: MovieFilter) { movies(filter: $filter) { nodes { id } } }";
    const { body } = await gateway.post({ query, variables: { filter: { genre: "Drama" } } });
    expect(body.errors?.[0]?.message).toMatch(/"genre" is not defined by type "MovieFilter"\.$/);
    const boom = await gateway.post({ query: '{ searchMovies(query: "boom") { nodes { id } } }' });
    expect(JSON.stringify([body, boom.body])).not.toMatch(/stack|node_modules|hunter2/);
  });
});
