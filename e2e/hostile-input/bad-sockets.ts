import { describe, expect, test } from "vitest";
import type { TestEnvironment } from "../environment/open-environment.js";
import { type Message, RawSocket } from "../environment/raw-socket.js";
import { makeSigningKey, mint } from "./access-tokens.js";
import { expectCoded, expectNothingInside } from "./expect-harmless.js";
import { MAX_MESSAGE_BYTES, MAX_OPERATIONS, type World } from "./world.js";

const FEED =
  "subscription Feed($after: Cursor, $movieId: ID) { ratingFeed(after: $after, movieId: $movieId) { __typename } }";
const LISTEN: Message = { type: "subscribe", id: "1", payload: { query: FEED } };

/** What is wrong with a websocket closes it with the protocol's code; what is wrong with an operation ends that operation. */
export function describeBadSockets(environment: TestEnvironment, world: () => World): void {
  const open = () => RawSocket.open(environment, world().server.url);
  const begin = (payload?: unknown) => RawSocket.begin(environment, world().server.url, payload);

  async function expectClosed(socket: RawSocket, code: number, reason: RegExp): Promise<void> {
    expect(await socket.closed).toEqual({ code, reason: expect.stringMatching(reason) });
    expectNothingInside(world(), socket.text);
  }

  describe("a websocket", () => {
    test("that does not begin is closed", async () => {
      await expectClosed(await open(), 4408, /initialisation timeout/);
    });

    test("that subscribes before it has begun is closed", async () => {
      const socket = await open();
      socket.send(LISTEN);
      await expectClosed(socket, 4401, /Unauthorized/);
    });

    test("that begins twice is closed", async () => {
      const socket = await begin();
      socket.send({ type: "connection_init" });
      await expectClosed(socket, 4429, /Too many initialisation requests/);
    });

    test.each<[string, string | Buffer]>([
      ["no JSON", "{"],
      ["nothing", ""],
      ["JSON null", "null"],
      ["a list", "[]"],
      ["no type", "{}"],
      ["an unknown type", '{"type":"start","id":"1","payload":{}}'],
      ["no id", '{"type":"subscribe","payload":{"query":"{ __typename }"}}'],
      ["no payload", '{"type":"subscribe","id":"1"}'],
      ["a query that is no string", '{"type":"subscribe","id":"1","payload":{"query":5}}'],
      [
        "variables that are a list",
        '{"type":"subscribe","id":"1","payload":{"query":"{ __typename }","variables":[]}}',
      ],
      ["bytes", Buffer.from([0xff, 0x00, 0xfe])],
    ])("that says %s is closed", async (_what, message) => {
      const socket = await begin();
      socket.send(message);
      await expectClosed(socket, 4400, /.{10}/);
    });

    test("that says too much at once is closed", async () => {
      const socket = await begin();
      socket.send({ type: "ping", payload: { pad: "x".repeat(MAX_MESSAGE_BYTES) } });
      await expectClosed(socket, 1009, /^$/);
    });

    test("that uses an id twice is closed", async () => {
      const socket = await begin();
      socket.send(LISTEN);
      socket.send(LISTEN);
      await expectClosed(socket, 4409, /Subscriber for 1 already exists/);
    });

    test("that speaks another protocol is closed", async () => {
      const socket = await RawSocket.open(environment, world().server.url, { protocol: "graphql-ws" }).catch((error) =>
        String(error),
      );
      if (typeof socket === "string") expect(socket).toMatch(/subprotocol/);
      else await expectClosed(socket, 4406, /Subprotocol not acceptable/);
    });

    test.each<[string, (world: World) => unknown, RegExp]>([
      [
        "of a foreign key",
        ({ key, user }) => `Bearer ${mint(makeSigningKey(key.kid), { sub: user.id })}`,
        /not valid; sign in again/,
      ],
      ["that has expired", ({ key, user }) => `Bearer ${mint(key, { sub: user.id, exp: 1 })}`, /expired/],
      ["in another scheme", () => "Basic dTpw", /must read "Bearer"/],
      ["that is an object", () => ({}), /must read "Bearer"/],
    ])("with a token %s is closed", async (_what, authorization, reason) => {
      const socket = await open();
      socket.send({ type: "connection_init", payload: { authorization: authorization(world()) } });
      await expectClosed(socket, 4403, reason);
    });
  });

  describe("an operation on a websocket", () => {
    test.each<[string, string, (world: World) => Record<string, unknown>, string, RegExp]>([
      [
        "an unknown field",
        "subscription { ratingAdded { stars } }",
        () => ({}),
        "GRAPHQL_VALIDATION_FAILED",
        /"stars" on type "Rating"/,
      ],
      [
        "an unknown subscription",
        "subscription { everything { id } }",
        () => ({}),
        "GRAPHQL_VALIDATION_FAILED",
        /"everything" on type "Subscription"/,
      ],
      ["a syntax error", "subscription {", () => ({}), "GRAPHQL_PARSE_FAILED", /Syntax Error/],
      [
        "a condition on its root",
        "subscription ($x: Boolean!) { ratingAdded @skip(if: $x) { score } }",
        () => ({ x: false }),
        "BAD_USER_INPUT",
        /@skip can't stand/,
      ],
      [
        "too many aliases",
        `{ statistics { ${Array.from({ length: 31 }, (_, n) => `a${n}: movies`).join(" ")} } }`,
        () => ({}),
        "BAD_USER_INPUT",
        /limit is 30/,
      ],
      [
        "a cursor that is forged",
        FEED,
        ({ cursors }) => ({ after: `${cursors.summary.slice(0, -3)}AAA` }),
        "CURSOR_INVALID",
        /start again without `after`/,
      ],
      [
        "a cursor that is cut short",
        FEED,
        ({ cursors }) => ({ after: cursors.summary.slice(0, 20) }),
        "CURSOR_INVALID",
        /start again without `after`/,
      ],
      [
        "a cursor of a list",
        FEED,
        ({ cursors, movieId }) => ({ after: cursors.ratings, movieId }),
        "CURSOR_INVALID",
        /start again without `after`/,
      ],
      [
        "another movie's cursor",
        FEED,
        ({ cursors, otherMovieId }) => ({ after: cursors.summary, movieId: otherMovieId }),
        "CURSOR_INVALID",
        /good for that movie alone/,
      ],
      [
        "one movie's cursor for all of them",
        FEED,
        ({ cursors }) => ({ after: cursors.summary }),
        "CURSOR_INVALID",
        /good for that movie alone/,
      ],
      ["a number for a cursor", FEED, () => ({ after: 5 }), "BAD_USER_INPUT", /A Cursor must be a string/],
      ["an empty filter", FEED, () => ({ movieId: "" }), "BAD_USER_INPUT", /must not be empty; leave it out/],
      [
        "a summary of no movie",
        "subscription { ratingSummaryChanged { count } }",
        () => ({}),
        "GRAPHQL_VALIDATION_FAILED",
        /"movieId" of type "ID!" is required/,
      ],
    ])("with %s ends, and the next one runs", async (_what, query, variables, code, words) => {
      const socket = await begin();
      const refusal = await socket.refusalOf(query, variables(world()));
      expectCoded(refusal);
      expect([refusal.extensions?.code, refusal.message]).toEqual([code, expect.stringMatching(words)]);
      socket.send({ type: "subscribe", id: "good", payload: { query: "{ __typename }" } });
      expect(await socket.next()).toEqual({ type: "next", id: "good", payload: { data: { __typename: "Query" } } });
      expectNothingInside(world(), socket.text);
    });

    test("past the most that one socket may have is refused", async () => {
      const socket = await begin();
      for (let index = 0; index < MAX_OPERATIONS; index += 1) {
        socket.send({ type: "subscribe", id: `feed ${index}`, payload: { query: FEED } });
        await socket.next();
      }
      const refusal = await socket.refusalOf("{ __typename }");
      expect([refusal.extensions?.code, refusal.message]).toEqual([
        "BAD_USER_INPUT",
        expect.stringMatching(/50 operations under way, which is the limit; complete one/),
      ]);
    });

    test("that needs an account says so, and one that needs none runs", async () => {
      const socket = await begin();
      const rate = `mutation { rateMovie(input: { movieId: "${world().movieId}", score: 5 }) { applied } }`;
      socket.send({ type: "subscribe", id: "1", payload: { query: rate } });
      const { type, payload } = await socket.next();
      expect([type, payload]).toMatchObject(["next", { errors: [{ extensions: { code: "UNAUTHENTICATED" } }] }]);
    });

    test("whose id is the name of every object's property is like any other", async () => {
      const socket = await begin();
      socket.send({ type: "subscribe", id: "__proto__", payload: { query: "{ __typename }" } });
      expect(await socket.next()).toMatchObject({ type: "next", id: "__proto__" });
    });
  });
}
