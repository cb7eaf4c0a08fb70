// What clients meet at the gateway over HTTP, on one gateway with subgraphs of the test. Long because it is one list.
import { readGraphqlFile } from "@marquee/schema/graphql/read-graphql-file.js";
import { buildSchema, findBreakingChanges, getIntrospectionQuery } from "graphql";
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from "jose";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createFakeSubgraphs, type FakeSubgraphs } from "../testing/fake-subgraphs.js";
import { startTestGateway, type TestGateway } from "../testing/test-gateway.js";

let subgraphs: FakeSubgraphs;
let gateway: TestGateway;

beforeAll(async () => {
  subgraphs = createFakeSubgraphs();
  gateway = await startTestGateway(subgraphs.endpoints, { environment: { SUBGRAPH_TIMEOUT_MS: "50" } });
});
afterAll(() => gateway.close());

const UPSERT = `mutation { upsertMovie(input: { title: "x" }) { userErrors { message } } }`;

async function refusalOf(query: string, variables?: unknown): Promise<[number, unknown, string]> {
  const { status, body } = await gateway.post({ query, variables });
  expect(body.errors).toHaveLength(1);
  return [status, body.errors?.[0]?.extensions?.code, String(body.errors?.[0]?.message)];
}

describe("access tokens", () => {
  test("name the viewer and its roles to the subgraphs", async () => {
    const authorization = `Bearer ${await gateway.token("u1", { roles: ["ADMIN", "GOD"] })}`;
    const { body } = await gateway.post({ query: UPSERT }, { authorization });
    expect(body.data).toEqual({ upsertMovie: { userErrors: [{ message: "ADMIN" }] } });
  });

  test("are not needed to read; what needs one says UNAUTHENTICATED in the subgraph's words", async () => {
    const [status, code, message] = await refusalOf(UPSERT);
    expect([status, code, message]).toEqual([200, "UNAUTHENTICATED", "Sign in to change movies."]);
  });

  test.each([
    ["expired", () => gateway.token("u1", { expiresAt: Date.now() - 5_000 }), /expired.*refreshSession/],
    [
      "tampered with",
      async () =>
        (await gateway.token("u1")).replace(/\.[^.]*\./, `.${Buffer.from('{"sub":"root"}').toString("base64url")}.`),
      /not valid/,
    ],
    ["for somebody else", () => gateway.token("u1", { audience: "other" }), /not valid/],
    ["by somebody else", () => gateway.token("u1", { issuer: "other" }), /not valid/],
    [
      "unsigned",
      async () =>
        `${Buffer.from('{"alg":"none"}').toString("base64url")}.${Buffer.from('{"sub":"u1","iss":"marquee","aud":"marquee","exp":9999999999}').toString("base64url")}.`,
      /not valid/,
    ],
    ["no token at all", async () => "", /Bearer/],
  ])("that are %s are refused with 401", async (_what, token, words) => {
    const { status, body, headers } = await gateway.post(
      { query: "{ viewer { id } }" },
      { authorization: `Bearer ${await token()}` },
    );
    expect(status).toBe(401);
    expect(headers.get("www-authenticate")).toContain("Bearer");
    expect(body.errors?.[0]?.extensions).toEqual({ code: "UNAUTHENTICATED" });
    expect(body.errors?.[0]?.message).toMatch(words);
    expect(body.data).toBeUndefined();
  });
});

describe("limits", () => {
  test.each([
    [
      "depth",
      `{ movie(id: "1") ${"{ ratings { nodes { movie ".repeat(5)} { id } ${"} } }".repeat(5)} }`,
      /17 levels deep; the limit is 12/,
    ],
    [
      "depth, through fragments",
      `{ movie(id: "1") { ...A } } fragment A on Movie { ${"ratings { nodes { movie { ".repeat(4)} id ${"} } }".repeat(4)} }`,
      /levels deep; the limit is 12/,
    ],
    [
      "aliases",
      `{ ${Array.from({ length: 16 }, (_, i) => `a${i}: movie(id: "1") { b: title }`).join(" ")} }`,
      /32 aliases; the limit is 30/,
    ],
    [
      "aliases, through fragments",
      `{ ${"statistics { ...A } ".repeat(16)} } fragment A on Statistics { a: movies b: users }`,
      /32 aliases; the limit is 30/,
    ],
    [
      "root fields",
      `{ ${Array.from({ length: 21 }, (_, i) => `a${i}: statistics { movies }`).join(" ")} }`,
      /21 root fields; the limit is 20/,
    ],
    ["directives", `{ statistics { ${"movies @include(if: true) ".repeat(51)} } }`, /51 directives; the limit is 50/],
    [
      "fields, doubled by every fragment",
      `{ statistics { ...F0 } } ${Array.from({ length: 60 }, (_, i) => `fragment F${i} on Statistics { ...F${i + 1} ...F${i + 1} }`).join(" ")} fragment F60 on Statistics { movies }`,
      /fields; the limit is 2000/,
    ],
    ["tokens", `{ ${"statistics { movies } ".repeat(600)} }`, /too many tokens; the limit is 2000/],
    ["a page of 0", "{ movies(first: 0) { nodes { id } } }", /first must be a whole number from 1 to 100, not 0/],
    [
      "a page of 101, deep inside",
      `{ movie(id: "1") { ...A } } fragment A on Movie { ratings(first: 101) { nodes { id } } }`,
      /from 1 to 100, not 101/,
    ],
  ])("%s: BAD_USER_INPUT that names the limit", async (_what, query, words) => {
    const [status, code, message] = await refusalOf(query);
    expect([status, code]).toEqual([400, "BAD_USER_INPUT"]);
    expect(message).toMatch(words);
  });

  test.each([
    ["given", "query ($n: Int) { movies(first: $n) { nodes { id } } }", { n: 101 }],
    ["by its default", "query ($n: Int = 101) { movies(first: $n) { nodes { id } } }", {}],
    [
      "in a fragment",
      `query ($n: Int) { movie(id: "1") { ...A } } fragment A on Movie { ratings(first: $n) { nodes { id } } }`,
      { n: 101 },
    ],
  ])("a page size in a variable, %s, is checked too", async (_what, query, variables) => {
    const before = subgraphs.requests.movies.length;
    const [status, code, message] = await refusalOf(query, variables);
    expect([status, code]).toEqual([400, "BAD_USER_INPUT"]);
    expect(message).toMatch(/from 1 to 100, not 101/);
    expect(subgraphs.requests.movies).toHaveLength(before);
  });

  test("a page size of null or in range passes, and so does a variable of another operation", async () => {
    const paged = "query A($n: Int) { movies(first: $n) { nodes { id } } }";
    for (const variables of [{ n: null }, { n: 100 }, {}]) {
      expect((await gateway.post({ query: paged, variables })).body.errors).toBeUndefined();
    }
    const other = "query B($n: ID!) { user(id: $n) { id } }";
    const { body } = await gateway.post({ query: `${paged} ${other}`, operationName: "B", variables: { n: "500" } });
    expect(body.errors).toBeUndefined();
  });

  test("fragments in a circle are refused, and do not hang it", async () => {
    const { status, body } = await gateway.post({
      query: '{ movie(id: "1") { ...A } } fragment A on Movie { ...B } fragment B on Movie { ...A }',
    });
    expect(status).toBe(400);
    expect(body.errors?.[0]?.message).toMatch(/Cannot spread fragment/);
  });

  test("introspection is within the limits", async () => {
    const { body } = await gateway.post({ query: getIntrospectionQuery() });
    expect(body.errors).toBeUndefined();
  });

  test("a body over 256 KiB is refused with 413, one that is no JSON with 400", async () => {
    const large = await gateway.post({ query: "{ statistics { movies } }", variables: { pad: "x".repeat(262_144) } });
    expect([large.status, large.body.errors?.[0]?.extensions?.code]).toEqual([413, "BAD_USER_INPUT"]);
    expect(large.body.errors?.[0]?.message).toContain("262144");
    const broken = await gateway.post("{");
    expect([broken.status, broken.body.errors?.[0]?.extensions?.code]).toEqual([400, "BAD_USER_INPUT"]);
  });

  test("several operations in one request are refused", async () => {
    const { status, body } = await gateway.post([{ query: "{ statistics { movies } }" }]);
    expect(status).toBe(400);
    expect(body.errors?.[0]?.extensions?.code).toBe("BAD_REQUEST");
  });

  test("a subscription is pointed to the websocket", async () => {
    const [status, code, message] = await refusalOf("subscription { ratingAdded { id } }");
    expect([status, code]).toEqual([400, "BAD_USER_INPUT"]);
    expect(message).toContain("websocket");
  });

  test.each([
    ["a variable", "subscription ($x: Boolean!) { ratingAdded @skip(if: $x) { id } }", /@skip/],
    [
      "a fragment",
      "subscription ($x: Boolean!) { ...A @include(if: $x) } fragment A on Subscription { ratingAdded { id } }",
      /@include/,
    ],
  ])(
    "a subscription whose root field depends on %s is refused, though validation throws over it",
    async (_what, query, words) => {
      for (const variables of [{ x: true }, {}]) {
        const [status, code, message] = await refusalOf(query, variables);
        expect([status, code]).toEqual([400, "BAD_USER_INPUT"]);
        expect(message).toMatch(words);
      }
      const response = await fetch(`${gateway.url}/graphql?query=${encodeURIComponent(query)}`, {
        headers: { "apollo-require-preflight": "1" },
      });
      expect(response.status).toBe(400);
    },
  );

  test.each([
    ["several", undefined, /several operations.*operationName/],
    ["none of that name", "C", /no operation named "C"/],
  ])("a document with %s operations to choose from is refused", async (_what, operationName, words) => {
    const query = "query A { statistics { movies } } query B { statistics { users } }";
    const { status, body } = await gateway.post({ query, operationName });
    expect([status, body.errors?.[0]?.extensions]).toEqual([400, { code: "OPERATION_RESOLUTION_FAILURE" }]);
    expect(body.errors?.[0]?.message).toMatch(words);
  });

  test.each([
    [
      "a country",
      '{ movies(filter: { country: "usa" }) { nodes { id } } }',
      /A CountryCode must be two capital letters/,
    ],
    ["a cursor", "{ movies(after: 5) { nodes { id } } }", /A Cursor must be a string/],
    [
      "a date",
      'mutation { upsertMovie(input: { title: "x", releaseDate: "2020-02-31" }) { userErrors { message } } }',
      /A Date must be a day of the calendar such as 1999-03-31, not "2020-02-31"/,
    ],
  ])("what is no %s is refused in the subgraphs' words, before they are asked", async (_what, query, words) => {
    const before = subgraphs.requests.movies.length;
    const { status, body } = await gateway.post({ query });
    expect([status, body.errors?.[0]?.extensions?.code]).toEqual([400, "BAD_USER_INPUT"]);
    expect(body.errors?.[0]?.message).toMatch(words);
    expect(body.errors?.[0]?.locations).toBeDefined();
    expect(subgraphs.requests.movies).toHaveLength(before);
  });

  test("the same in a variable", async () => {
    const query = "query ($filter: MovieFilter) { movies(filter: $filter) { nodes { id } } }";
    const [status, code, message] = await refusalOf(query, { filter: { country: "usa" } });
    expect([status, code]).toEqual([400, "BAD_USER_INPUT"]);
    expect(message).toMatch(/"filter.country"; A CountryCode must be two capital letters/);
    expect((await gateway.post({ query, variables: { filter: { country: "US" } } })).body.errors).toBeUndefined();
  });

  test.each([
    ["a page of pages", "{ movies(first: 100) { nodes { ratings(first: 50) { nodes { user { name } } } } } }", 10_201],
    [
      "the same through fragments",
      "{ movies(first: 100) { ...A } } fragment A on MovieConnection { nodes { ...B } } fragment B on Movie { ratings(first: 50) { nodes { user { name } } } }",
      10_201,
    ],
    [
      "usual pages, five deep",
      `{ movies { ${"nodes { ratings { ".repeat(1)} nodes { movie { reviews { nodes { author { id } } } } } ${"} }".repeat(1)} } }`,
      7_641,
    ],
  ])("%s costs what its lists multiply to", async (_what, query, cost) => {
    const before = subgraphs.requests.movies.length;
    const [status, code, message] = await refusalOf(query);
    expect([status, code]).toEqual([400, "BAD_USER_INPUT"]);
    expect(message).toContain(`costs ${cost}; the limit is 5000`);
    expect(subgraphs.requests.movies).toHaveLength(before);
  });

  test("the cost goes by the variables of each request", async () => {
    const query = "query ($n: Int!) { movies(first: $n) { nodes { ratings(first: $n) { nodes { id } } } } }";
    expect((await gateway.post({ query, variables: { n: 10 } })).body.errors).toBeUndefined();
    expect((await refusalOf(query, { n: 80 }))[2]).toMatch(/costs 6561; the limit is 5000/);
  });

  test.each([
    ["a wrong hash", "0".repeat(64), 400, "BAD_REQUEST"],
    ["a hash that nobody registered", undefined, 200, "PERSISTED_QUERY_NOT_FOUND"],
  ])("%s is refused with a code of its own", async (_what, sha256Hash = "1".repeat(64), status, code) => {
    const query = status === 400 ? { query: "{ statistics { movies } }" } : {};
    const answer = await gateway.post({ ...query, extensions: { persistedQuery: { version: 1, sha256Hash } } });
    expect([answer.status, answer.body.errors?.[0]?.extensions]).toEqual([status, { code }]);
  });

  test("a form of another site can't send an operation", async () => {
    const response = await fetch(`${gateway.url}/graphql?query={statistics{movies}}`);
    expect(response.status).toBe(400);
  });
});

describe("errors", () => {
  test("keep a subgraph's code and message", async () => {
    const [, code, message] = await refusalOf(`{ searchMovies(query: "cursor") { nodes { id } } }`);
    expect([code, message]).toEqual(["CURSOR_INVALID", "This cursor was not given out for this list."]);
  });

  test("of which nobody thought say nothing, and are logged with the request id", async () => {
    const [, code, message] = await refusalOf(`{ searchMovies(query: "boom") { nodes { id } } }`);
    expect(code).toBe("INTERNAL_SERVER_ERROR");
    expect(message).not.toContain("hunter2");
    const line = gateway.logger.lines.find(({ message: text }) => text === "an operation failed");
    expect(line?.fields.requestId).toEqual(expect.any(String));
  });

  test("a subgraph that takes too long is UNAVAILABLE", async () => {
    subgraphs.failures.movies = () => new Promise<never>(() => {});
    try {
      const [status, code, message] = await refusalOf(`{ movie(id: "1") { title } }`);
      expect([status, code]).toEqual([200, "UNAVAILABLE"]);
      expect(message).toContain("did not answer within 50 ms");
      expect((await refusalOf(UPSERT))[1]).toBe("UNKNOWN_OUTCOME");
    } finally {
      delete subgraphs.failures.movies;
    }
  });

  test("a wrong variable is BAD_USER_INPUT; nothing shows a stack", async () => {
    const { body, status } = await gateway.post({ query: "query ($id: ID!) { movie(id: $id) { id } }", variables: {} });
    expect(status).toBe(400);
    expect(body.errors?.[0]?.extensions).toEqual({ code: "BAD_USER_INPUT" });
    const syntax = await gateway.post({ query: "{" });
    expect(syntax.body.errors?.[0]?.extensions).toEqual({ code: "GRAPHQL_PARSE_FAILED" });
    const unknown = await gateway.post({ query: "{ nothing }" });
    expect(unknown.body.errors?.[0]?.extensions).toEqual({ code: "GRAPHQL_VALIDATION_FAILED" });
  });
});

describe("what else is served", () => {
  test("the API schema, which keeps the contract", async () => {
    const response = await fetch(`${gateway.url}/schema.graphql`);
    expect(response.headers.get("content-type")).toContain("text/plain");
    const sdl = await response.text();
    expect(sdl).not.toContain("join__");
    expect(findBreakingChanges(buildSchema(readGraphqlFile("contract.graphql")), buildSchema(sdl))).toEqual([]);
  });

  test("the public halves of JWT_KEYS, with which others verify access tokens, and no private one", async () => {
    const response = await fetch(`${gateway.url}/.well-known/jwks.json`);
    expect(response.headers.get("content-type")).toContain("application/jwk-set+json");
    const set = (await response.json()) as JSONWebKeySet;
    expect(set.keys.map((key) => Object.keys(key).sort())).toEqual([["alg", "crv", "kid", "kty", "use", "x"]]);
    const { payload } = await jwtVerify(await gateway.token("u7"), createLocalJWKSet(set), { issuer: "marquee" });
    expect(payload.sub).toBe("u7");
  });

  test("health, metrics, and the request id that was sent", async () => {
    expect((await fetch(`${gateway.url}/healthz/live`)).status).toBe(200);
    expect((await fetch(`${gateway.url}/healthz/ready`)).status).toBe(200);
    const { headers } = await gateway.post(
      { query: "query Named { statistics { movies } }" },
      { "x-request-id": "abc-1" },
    );
    expect(headers.get("x-request-id")).toBe("abc-1");
    const text = await (await fetch(`${gateway.url}/metrics`)).text();
    expect(text).toMatch(/marquee_gateway_operations_total\{type="query",outcome="ok"\} \d+/);
    expect(text).toMatch(/marquee_gateway_operations_total\{type="unknown",outcome="UNAUTHENTICATED"\} \d+/);
    expect(text).toContain("marquee_gateway_operation_duration_seconds_bucket");
  });

  test("nothing else", async () => {
    expect((await fetch(`${gateway.url}/nothing`)).status).toBe(404);
  });

  test.each([
    ["a body that is no JSON", "{", "BAD_USER_INPUT"],
    ["a batch", "[]", "BAD_REQUEST"],
    ["no query", '{"operationName":"A"}', "BAD_REQUEST"],
    ["an operation that is refused", '{"query":"{ nothing }"}', "GRAPHQL_VALIDATION_FAILED"],
    ["one that is too deep", JSON.stringify({ query: `{${"a{".repeat(20)}b${"}".repeat(20)}}` }), "BAD_USER_INPUT"],
  ])("one log line for %s too", async (_what, body, code) => {
    gateway.logger.lines.length = 0;
    const { headers } = await gateway.post(body);
    // Written when the answer has left, which may be after it has come.
    await vi.waitFor(() => {
      const lines = gateway.logger.lines.filter(({ message }) => message === "operation");
      expect(lines.map(({ fields }) => [fields.type, fields.codes, fields.requestId])).toEqual([
        ["unknown", [code], headers.get("x-request-id")],
      ]);
    });
  });

  test("one log line an operation, without variables or tokens", async () => {
    const token = await gateway.token("u1");
    gateway.logger.lines.length = 0;
    const body = { query: "query Secretive($id: ID!) { movie(id: $id) { id } }", variables: { id: "hush-hush" } };
    const { headers } = await gateway.post(body, { authorization: `Bearer ${token}` });
    const lines = gateway.logger.lines.filter(({ level }) => level !== "debug");
    expect(lines).toEqual([
      {
        level: "info",
        message: "operation",
        fields: {
          operation: "Secretive",
          type: "query",
          transport: "http",
          durationMs: expect.any(Number),
          cost: 1,
          codes: [],
          requestId: headers.get("x-request-id"),
        },
      },
    ]);
    expect(JSON.stringify(gateway.logger.lines)).not.toMatch(/hush-hush|eyJ/);
  });
});
