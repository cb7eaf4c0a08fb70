import { once } from "node:events";
import { FixedClock } from "@marquee/platform/testing/fixed-clock.js";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { createFakeSubgraphs, type FakeSubgraphs } from "../testing/fake-subgraphs.js";
import { connectLiveClient, type LiveClient } from "../testing/live-client.js";
import { startTestGateway, type TestGateway } from "../testing/test-gateway.js";

let subgraphs: FakeSubgraphs;
let gateway: TestGateway;
const clients: LiveClient[] = [];

beforeEach(async () => {
  subgraphs = createFakeSubgraphs();
  gateway = await startTestGateway(subgraphs.endpoints, {
    environment: {
      WS_MAX_OPERATIONS: "3",
      ALLOWED_ORIGINS: "https://friend.example",
    },
  });
});
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  await gateway.close();
});

function connect(authorization?: string): LiveClient {
  const client = connectLiveClient(gateway.url, authorization);
  clients.push(client);
  return client;
}

function rawSocket(headers: Record<string, string> = {}, url = gateway.url): WebSocket {
  return new WebSocket(`${url.replace("http", "ws")}/graphql`, "graphql-transport-ws", { headers });
}

async function closeCode(socket: WebSocket): Promise<number> {
  const [code] = await once(socket, "close");
  return code;
}

describe("queries and mutations over a websocket", () => {
  test("run as over HTTP, as the viewer of connection_init", async () => {
    const client = connect(`Bearer ${await gateway.token("u7")}`);
    const result = await client
      .subscribe("query Q($id: ID!) { movie(id: $id) { title viewerRating { id } } viewer { name } }", { id: "1" })
      .next();
    expect(result).toEqual({
      data: { movie: { title: "Metropolis", viewerRating: { id: "1:u7" } }, viewer: { name: "User u7" } },
    });
    expect(await (await fetch(`${gateway.url}/metrics`)).text()).toContain(
      'marquee_gateway_operations_total{type="query",outcome="ok"} 1',
    );
  });

  test("errors in part of a result come with their codes, and the rest stands", async () => {
    const result = await connect()
      .subscribe(`{ statistics { movies } searchMovies(query: "x") { nodes { id } } }`)
      .next();
    expect(result.errors).toEqual([
      expect.objectContaining({ path: ["searchMovies"], extensions: { code: "CURSOR_INVALID" } }),
    ]);
  });

  test.each([
    ["a syntax error", "{", {}, "GRAPHQL_PARSE_FAILED"],
    ["an unknown field", "{ nothing }", {}, "GRAPHQL_VALIDATION_FAILED"],
    ["a limit", "{ movies(first: 500) { nodes { id } } }", {}, "BAD_USER_INPUT"],
    ["too many tokens", `{ ${"statistics { movies } ".repeat(600)} }`, {}, "BAD_USER_INPUT"],
    ["a limit in a variable", "query ($n: Int) { movies(first: $n) { nodes { id } } }", { n: 500 }, "BAD_USER_INPUT"],
    ["a variable of a wrong type", "subscription ($m: ID!) { ratingAdded(movieId: $m) { id } }", {}, "BAD_USER_INPUT"],
    [
      "@skip on the root field",
      "subscription ($s: Boolean!) { ratingAdded @skip(if: $s) { id } }",
      { s: false },
      "BAD_USER_INPUT",
    ],
    [
      "@include on a fragment there",
      "subscription { ... @include(if: true) { ratingAdded { id } } }",
      {},
      "BAD_USER_INPUT",
    ],
    [
      "an `after` that is no cursor",
      "subscription ($a: Cursor) { ratingFeed(after: $a) { __typename } }",
      { a: 7 },
      "BAD_USER_INPUT",
    ],
  ])("%s is refused by the same gate", async (_what, query, variables, code) => {
    const refusal = connect().subscribe(query, variables).next();
    await expect(refusal).rejects.toEqual([expect.objectContaining({ extensions: { code } })]);
  });
});

describe("a socket", () => {
  test("with a bad token is closed with 4403 and what to do", async () => {
    const client = connect("Bearer nonsense");
    await expect(client.subscribe("{ statistics { movies } }").next()).rejects.toMatchObject({ code: 4403 });
    expect((await client.closed).reason).toMatch(/not valid; sign in again/);
  });

  test("whose token expires is closed with 4403", async () => {
    const token = await gateway.token("u1", { expiresAt: Date.now() + 4_000 });
    const client = connect(`Bearer ${token}`);
    const ended = client.subscribe("subscription { ratingFeed { __typename } }");
    await ended.next();
    expect(await client.closed).toMatchObject({ code: 4403, reason: expect.stringContaining("expired") });
    await subgraphs.feed.until(() => subgraphs.feed.open === 0);
  });

  test("without connection_init is closed with 4408", async () => {
    const environment = { WS_CONNECTION_INIT_TIMEOUT_MS: "50" };
    const impatient = await startTestGateway(subgraphs.endpoints, { environment });
    expect(await closeCode(rawSocket({}, impatient.url))).toBe(4408);
    await impatient.close();
  });

  test("that sends more than 64 KiB in a message is closed with 1009", async () => {
    const socket = rawSocket();
    await once(socket, "open");
    socket.send(JSON.stringify({ type: "connection_init", payload: { pad: "x".repeat(70_000) } }));
    expect(await closeCode(socket)).toBe(1009);
  });

  test("of a page from elsewhere is refused, of the same host or a listed origin not", async () => {
    const stranger = rawSocket({ origin: "https://evil.example" });
    const [error] = await once(stranger, "error");
    expect(error.message).toContain("403");
    for (const origin of [gateway.url, "https://friend.example"]) {
      const socket = rawSocket({ origin });
      await once(socket, "open");
      socket.terminate();
    }
  });

  test("has a limit of operations under way; one that completes makes room", async () => {
    const client = connect();
    const subscriptions = ["1", "2", "3"].map((id) =>
      client.subscribe(`subscription { ratingFeed(movieId: "${id}") { __typename } }`),
    );
    await Promise.all(subscriptions.map((subscription) => subscription.next()));
    const refused = client.subscribe("{ statistics { movies } }").next();
    await expect(refused).rejects.toEqual([
      expect.objectContaining({
        message: expect.stringContaining("3 operations"),
        extensions: { code: "BAD_USER_INPUT" },
      }),
    ]);
    subscriptions[0]?.stop();
    await subgraphs.feed.until(() => subgraphs.feed.open === 2);
    expect(await client.subscribe("{ statistics { movies } }").next()).toMatchObject({
      data: { statistics: { movies: 3 } },
    });
  });

  test("is closed with 1001 when the gateway goes, and the feeds at the subgraphs end", async () => {
    const client = connect();
    await client.subscribe("subscription { ratingFeed { __typename } }").next();
    await gateway.close();
    expect(await client.closed).toMatchObject({ code: 1001 });
    await subgraphs.feed.until(() => subgraphs.feed.open === 0);
    gateway = await startTestGateway(subgraphs.endpoints);
  });
});

test("a token is measured by the gateway's clock", async () => {
  const clock = new FixedClock(Date.now());
  const other = await startTestGateway(subgraphs.endpoints, { clock });
  const authorization = `Bearer ${await other.token("u1", { expiresAt: clock.now() + 5_000 })}`;
  expect((await other.post({ query: "{ viewer { id } }" }, { authorization })).status).toBe(200);
  clock.advance(6_000);
  expect((await other.post({ query: "{ viewer { id } }" }, { authorization })).status).toBe(401);
  await other.close();
});
