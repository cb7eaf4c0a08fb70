import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { openLiveSocket } from "../environment/live-socket.js";
import { Subscription } from "../environment/subscription.js";
import { mintToken } from "./mint-token.js";
import { startTriedServer } from "./start-tried-server.js";

const tried = startTriedServer();

describe("a websocket", () => {
  const open = () => new WebSocket(`${tried.server.url.replace("http", "ws")}/graphql`, "graphql-transport-ws");
  const closeOf = async (socket: WebSocket) => {
    const [code, reason] = await once(socket, "close");
    return { code, reason: String(reason) };
  };

  test("that never says connection_init is closed with 4408", async () => {
    expect(await closeOf(open())).toEqual({ code: 4408, reason: expect.stringMatching(/./) });
  });

  test("with a bad or an expired token is closed with 4403, and told why", async () => {
    for (const [token, words] of [
      ["nonsense", /not valid; sign in again/],
      [mintToken(tried.key, { sub: tried.ann.id, exp: Math.floor(Date.now() / 1000) - 5 }), /expired/],
    ] as const) {
      const { socket } = new Subscription(tried.environment, tried.server.url, { query: "{ __typename }", token });
      expect(await socket.closed).toEqual({ code: 4403, reason: expect.stringMatching(words) });
    }
  });

  test("whose token runs out is closed with 4403", async () => {
    const token = mintToken(tried.key, { sub: tried.ann.id, exp: Math.floor(Date.now() / 1000) + 1 });
    const feed = new Subscription(tried.environment, tried.server.url, {
      query: "subscription { ratingAdded { score } }",
      token,
    });
    expect(await feed.socket.closed).toEqual({ code: 4403, reason: expect.stringMatching(/expired/) });
  });

  test.each([
    ["no JSON", "{", 4400],
    ["JSON of another kind", '"hello"', 4400],
    ["a message that does not exist", '{"type":"dance"}', 4400],
    ["subscribe before connection_init", '{"id":"1","type":"subscribe","payload":{"query":"{ __typename }"}}', 4401],
    ["more than 64 KiB", JSON.stringify({ type: "connection_init", payload: { pad: "x".repeat(70_000) } }), 1009],
  ])("that says %s is closed", async (_what, message, code) => {
    const socket = open();
    await once(socket, "open");
    socket.send(message);
    expect((await closeOf(socket)).code).toBe(code);
  });

  test("that sends bytes that are no text is closed", async () => {
    const socket = open();
    await once(socket, "open");
    socket.send(Buffer.from([0xff, 0xfe, 0x00]), { binary: true });
    expect((await closeOf(socket)).code).toBe(4400);
  });

  test.each([
    ["a field that does not exist", "subscription { nothing }", {}, "GRAPHQL_VALIDATION_FAILED", /nothing/],
    ["half a document", "subscription {", {}, "GRAPHQL_PARSE_FAILED", /Syntax Error/],
    [
      "two fields at once",
      "subscription { ratingAdded { score } reviewAdded { text } }",
      {},
      "GRAPHQL_VALIDATION_FAILED",
      /one/,
    ],
    [
      "@skip on its field",
      "subscription ($s: Boolean!) { ratingAdded @skip(if: $s) { score } }",
      { s: true },
      "BAD_USER_INPUT",
      /@skip/,
    ],
    [
      "a variable of a wrong type",
      "subscription ($m: ID!) { ratingSummaryChanged(movieId: $m) { count } }",
      {},
      "BAD_USER_INPUT",
      /\$m/,
    ],
    ["an empty movie id", 'subscription { ratingFeed(movieId: "") { __typename } }', {}, "BAD_USER_INPUT", /movieId/],
    [
      "a page of 500 within",
      "subscription { reviewAdded { movie { reviews(first: 500) { nodes { text } } } } }",
      {},
      "BAD_USER_INPUT",
      /100/,
    ],
  ])("is told what is wrong with %s, and stays open", async (_what, query, variables, code, words) => {
    const feed = new Subscription(tried.environment, tried.server.url, { query, variables });
    expect(await feed.ended).toEqual([
      expect.objectContaining({ message: expect.stringMatching(words), extensions: { code } }),
    ]);
  });

  test("has a limit of operations, beyond which the next is refused and the others go on", async () => {
    const socket = openLiveSocket(tried.server.url);
    tried.environment.onDispose(() => socket.close());
    const FEED = "subscription ($movieId: ID) { ratingFeed(movieId: $movieId) { __typename } }";
    const started = (id: string) =>
      new Promise<unknown>((resolve) => {
        socket.subscribe({ query: FEED, variables: { movieId: id } }, { next: resolve, end: resolve });
      });
    for (const id of ["a", "b", "c"]) expect(await started(id)).toMatchObject({ data: { ratingFeed: {} } });
    expect(await started("d")).toEqual([
      expect.objectContaining({
        message: expect.stringMatching(/3 operations/),
        extensions: { code: "BAD_USER_INPUT" },
      }),
    ]);
  });
});
