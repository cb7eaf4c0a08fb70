import { once } from "node:events";
import { request } from "undici";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { addMovies } from "../environment/catalogue.js";
import { type Answer, answerOf, GraphqlClient } from "../environment/graphql-client.js";
import { openLiveSocket } from "../environment/live-socket.js";
import { type Person, register, signInAdmin } from "../environment/people.js";
import { type Server, startAllInOne } from "../environment/start-servers.js";
import { Subscription } from "../environment/subscription.js";
import { openTestEnvironment } from "../environment/test-environment.js";
import { makeTokenKey, mintToken } from "./mint-token.js";

const environment = openTestEnvironment();
const key = makeTokenKey();
let server: Server;
let client: GraphqlClient;
let admin: Person;
let ann: Person;
let movieId: string;
let otherMovieId: string;

beforeAll(async () => {
  server = await startAllInOne(environment, {
    DATA_DIR: await environment.folder(),
    JWT_KEYS: key.jwtKeys,
    WS_CONNECTION_INIT_TIMEOUT_MS: "200",
    WS_MAX_OPERATIONS: "3",
  });
  client = new GraphqlClient({ url: server.url, dispatcher: environment.agent });
  admin = await signInAdmin(client);
  ann = await register(client, "ann");
  [movieId = "", otherMovieId = ""] = await addMovies(admin, [{ title: "Metropolis" }, { title: "Nosferatu" }]);
}, 60_000);

afterAll(() => {
  // Nothing that a client sends is an error of ours.
  const errors = server.process.output.stderr.split("\n").filter((line) => line.includes('"level":50'));
  expect(errors).toEqual([]);
});

/** A coded refusal in words for a person, and a server that answers on. */
async function expectRefusal(answer: Answer, status: number, code: string, words: RegExp): Promise<void> {
  expect({ status: answer.status, code: answer.errors[0]?.extensions?.code, text: answer.text }).toEqual({
    status,
    code,
    text: expect.not.stringMatching(/node_modules|\.[jt]s:\d|SQLITE|stacktrace/),
  });
  expect(answer.errors[0]?.message).toMatch(words);
  expect(await client.request("{ statistics { movies } }")).toEqual({ statistics: { movies: 2 } });
}

const RATE =
  "mutation Rate($input: RateMovieInput!) { payload: rateMovie(input: $input) { eventId userErrors { code field message } } }";
const REMOVE =
  "mutation Remove($input: RemoveRatingInput!) { payload: removeRating(input: $input) { eventId userErrors { code field message } } }";
const REVIEW =
  "mutation Review($input: SubmitReviewInput!) { payload: submitReview(input: $input) { cursor userErrors { code field message } } }";
const VOTE =
  "mutation Vote($input: VoteReviewInput!) { payload: voteReview(input: $input) { cursor userErrors { code field message } } }";
const DELETE =
  "mutation Delete($input: DeleteReviewInput!) { payload: deleteReview(input: $input) { cursor userErrors { code field message } } }";
const REGISTER =
  "mutation Register($input: RegisterInput!) { payload: register(input: $input) { session { expiresAt } userErrors { code field message } } }";
const SIGN_IN =
  "mutation SignIn($input: SignInInput!) { payload: signIn(input: $input) { session { expiresAt } userErrors { code field message } } }";
const UPSERT =
  "mutation Upsert($input: UpsertMovieInput!) { payload: upsertMovie(input: $input) { movie { id } userErrors { code field message } } }";

describe("what a person can put right comes back as userErrors with the field", () => {
  const long = "x".repeat(20_001);
  test.each([
    ["score 0", RATE, () => ({ movieId, score: 0 }), "INVALID", "input.score"],
    ["score 11", RATE, () => ({ movieId, score: 11 }), "INVALID", "input.score"],
    ["a movie that is not there", RATE, () => ({ movieId: "imdb:tt9999999", score: 5 }), "NOT_FOUND", "input.movieId"],
    ["an empty movie id", RATE, () => ({ movieId: "", score: 5 }), "INVALID", "input.movieId"],
    ["an endless movie id", RATE, () => ({ movieId: long, score: 5 }), "INVALID", "input.movieId"],
    [
      "an id with odd characters",
      RATE,
      () => ({ movieId: "\u0000'; DROP TABLE--\ud800🎬", score: 5 }),
      "NOT_FOUND",
      "input.movieId",
    ],
    ["an empty key", RATE, () => ({ movieId, score: 5, idempotencyKey: "" }), "INVALID", "input.idempotencyKey"],
    [
      "an endless key",
      RATE,
      () => ({ movieId, score: 5, idempotencyKey: "k".repeat(129) }),
      "INVALID",
      "input.idempotencyKey",
    ],
    ["taking back from no movie", REMOVE, () => ({ movieId: "__proto__" }), "NOT_FOUND", "input.movieId"],
    ["a review of nothing", REVIEW, () => ({ movieId, text: "  " }), "INVALID", "input.text"],
    ["an endless review", REVIEW, () => ({ movieId, text: long }), "INVALID", "input.text"],
    ["a review with score 7 of 5", REVIEW, () => ({ movieId, text: "x", score: 77 }), "INVALID", "input.score"],
    ["a review of no movie", REVIEW, () => ({ movieId: "nothing", text: "x" }), "NOT_FOUND", "input.movieId"],
    [
      "a vote on no review",
      VOTE,
      () => ({ reviewId: "review.bm90IGpzb24", helpful: true }),
      "NOT_FOUND",
      "input.reviewId",
    ],
    ["a vote on an odd id", VOTE, () => ({ reviewId: "", helpful: true }), "NOT_FOUND", "input.reviewId"],
    ["a review that is not there, deleted", DELETE, () => ({ reviewId: "review.W10" }), "NOT_FOUND", "input.reviewId"],
    [
      "a name of blanks",
      REGISTER,
      () => ({ name: " ", email: "x@example.com", password: "12345678" }),
      "INVALID",
      "input.name",
    ],
    ["no e-mail", REGISTER, () => ({ name: "x", email: "x", password: "12345678" }), "INVALID", "input.email"],
    [
      "a short password",
      REGISTER,
      () => ({ name: "x", email: "x@example.com", password: "1234567" }),
      "INVALID",
      "input.password",
    ],
    [
      "an endless password",
      REGISTER,
      () => ({ name: "x", email: "x@example.com", password: long }),
      "INVALID",
      "input.password",
    ],
    [
      "an e-mail that is taken",
      REGISTER,
      () => ({ name: "x", email: "ANN@example.com", password: "12345678" }),
      "TAKEN",
      "input.email",
    ],
    [
      "a wrong password",
      SIGN_IN,
      () => ({ email: "ann@example.com", password: "12345678" }),
      "WRONG_CREDENTIALS",
      undefined,
    ],
    [
      "nobody's e-mail",
      SIGN_IN,
      () => ({ email: "nobody@example.com", password: "12345678" }),
      "WRONG_CREDENTIALS",
      undefined,
    ],
    ["a movie without a title", UPSERT, () => ({ title: " " }), "INVALID", "input.title"],
    ["a movie before the first", UPSERT, () => ({ title: "x", releaseYear: 1066 }), "INVALID", "input.releaseYear"],
    [
      "a movie that takes no time",
      UPSERT,
      () => ({ title: "x", runtimeMinutes: 0 }),
      "INVALID",
      "input.runtimeMinutes",
    ],
  ])("%s", async (_what, mutation, input, code, field) => {
    const who = mutation === UPSERT ? admin.client : ann.client;
    const { payload } = await who.request<{
      payload: { userErrors: { code: string; field: string[] | null; message: string }[] } & Record<string, unknown>;
    }>(mutation, { input: input() });
    const { userErrors, ...outcome } = payload;
    expect(userErrors).toHaveLength(1);
    expect(userErrors[0]).toMatchObject({ code, message: expect.stringMatching(/^[A-Z].{10,}\.$/) });
    expect(userErrors[0]?.field?.join(".")).toBe(field);
    for (const value of Object.values(outcome)) expect(value).toBeNull();
  });
});

describe("a document or variables that make no sense are refused with 400", () => {
  const movies = "query ($first: Int, $after: Cursor) { movies(first: $first, after: $after) { nodes { id } } }";
  const deep = `{ movie(id: "1") ${"{ ratings { nodes { movie ".repeat(5)} { id } ${"} } }".repeat(5)} }`;
  test.each([
    ["a score of 7.5", RATE, { input: { movieId: "x", score: 7.5 } }, "BAD_USER_INPUT", /7\.5|Int/],
    ["a score in words", RATE, { input: { movieId: "x", score: "seven" } }, "BAD_USER_INPUT", /seven|Int/],
    ["a score beyond 32 bits", RATE, { input: { movieId: "x", score: 4_294_967_297 } }, "BAD_USER_INPUT", /4294967297/],
    ["an id that is a list", RATE, { input: { movieId: ["x"], score: 7 } }, "BAD_USER_INPUT", /movieId/],
    [
      "an input field that does not exist",
      RATE,
      { input: { movieId: "x", score: 7, admin: true } },
      "BAD_USER_INPUT",
      /admin/,
    ],
    ["no variables at all", RATE, {}, "BAD_USER_INPUT", /\$input/],
    ["first: 0", movies, { first: 0 }, "BAD_USER_INPUT", /from 1 to 100, not 0/],
    ["first: 101", movies, { first: 101 }, "BAD_USER_INPUT", /from 1 to 100, not 101/],
    ["first: -1", movies, { first: -1 }, "BAD_USER_INPUT", /from 1 to 100, not -1/],
    ["first: 2^31", movies, { first: 2 ** 31 }, "BAD_USER_INPUT", /2147483648/],
    ["a cursor that is a number", movies, { after: 7 }, "CURSOR_INVALID", /cursor/i],
    [
      "a country that is none",
      "query ($c: CountryCode) { movies(filter: { country: $c }) { nodes { id } } }",
      { c: "Freedonia" },
      "BAD_USER_INPUT",
      /Freedonia/,
    ],
    [
      "a date that is none",
      UPSERT,
      { input: { title: "x", releaseDate: "1999-02-30" } },
      "BAD_USER_INPUT",
      /1999-02-30/,
    ],
    ["an enum that is none", "{ movies(orderBy: BEST) { nodes { id } } }", {}, "GRAPHQL_VALIDATION_FAILED", /BEST/],
    ["a field that does not exist", "{ movies { nodes { secret } } }", {}, "GRAPHQL_VALIDATION_FAILED", /secret/],
    ["half a document", "{ movies { nodes {", {}, "GRAPHQL_PARSE_FAILED", /Syntax Error/],
    ["nothing", "", {}, "BAD_REQUEST", /./],
    ["too deep a document", deep, {}, "BAD_USER_INPUT", /levels deep; the limit is 12/],
    [
      "too many aliases",
      `{ ${Array.from({ length: 16 }, (_, i) => `a${i}: movie(id: "1") { b: title }`).join(" ")} }`,
      {},
      "BAD_USER_INPUT",
      /32 aliases; the limit is 30/,
    ],
    [
      "too many root fields",
      `{ ${Array.from({ length: 21 }, (_, i) => `a${i}: __typename`).join(" ")} }`,
      {},
      "BAD_USER_INPUT",
      /21 root fields; the limit is 20/,
    ],
    [
      "too many tokens",
      `{ ${"statistics { movies } ".repeat(600)} }`,
      {},
      "BAD_USER_INPUT",
      /too many tokens; the limit is 2000/,
    ],
    ["brackets without an end", `{ ${"a{".repeat(900)}`, {}, "GRAPHQL_PARSE_FAILED", /Syntax Error/],
    [
      "fragments in a circle",
      `{ movie(id: "1") { ...A } } fragment A on Movie { ...B } fragment B on Movie { ...A }`,
      {},
      "GRAPHQL_VALIDATION_FAILED",
      /Cannot spread fragment/,
    ],
    [
      "the subgraphs' own entry",
      "{ _entities(representations: []) { __typename } }",
      {},
      "GRAPHQL_VALIDATION_FAILED",
      /_entities/,
    ],
    ["a subscription over HTTP", "subscription { ratingAdded { score } }", {}, "BAD_USER_INPUT", /websocket/],
  ])("%s", async (_what, query, variables, code, words) => {
    await expectRefusal(await admin.client.send(query, variables), 400, code, words);
  });
});

test("ids that name nothing give null, whatever they look like", async () => {
  for (const id of [
    "",
    "nothing",
    "imdb:tt9999999",
    "review.x",
    "rating.x",
    "\u0000",
    "x".repeat(5_000),
    "__proto__",
    "%",
  ]) {
    expect(
      await client.request("query ($id: ID!) { movie(id: $id) { id } user(id: $id) { id } review(id: $id) { id } }", {
        id,
      }),
    ).toEqual({ movie: null, user: null, review: null });
  }
  expect(await client.request('{ searchMovies(query: "\\"*:^ NEAR( AND -") { nodes { id } } }')).toEqual({
    searchMovies: { nodes: [] },
  });
});

describe("a cursor is refused with CURSOR_INVALID when it", () => {
  const lists = `query ($id: ID!, $after: Cursor) { movie(id: $id) { ratings(first: 1, after: $after) { pageInfo { endCursor } } } }`;
  const cursors = new Map<string, string>();

  beforeAll(async () => {
    const feedCursors = await Promise.all(
      [movieId, otherMovieId].map(async (id) => {
        const { payload } = await ann.client.request<{ payload: { cursor: string } }>(
          "mutation ($input: RateMovieInput!) { payload: rateMovie(input: $input) { cursor } }",
          { input: { movieId: id, score: 6 } },
        );
        return payload.cursor;
      }),
    );
    const { movie } = await client.request<{ movie: { ratings: { pageInfo: { endCursor: string } } } }>(lists, {
      id: movieId,
    });
    const list = movie.ratings.pageInfo.endCursor;
    const [feed = "", otherFeed = ""] = feedCursors;
    cursors.set("is a feed's and goes to a list", feed);
    cursors.set("is another movie's", otherFeed);
    cursors.set("is a list's and goes to a feed", list);
    cursors.set("was changed in one place", flip(list, 10));
    cursors.set("was cut off", list.slice(0, 20));
    cursors.set("was made up", Buffer.from('{"p":[[0,99,0]]}').toString("base64url"));
    cursors.set("is empty", "");
    cursors.set("is endless", "A".repeat(10_000));
  });

  test.each([
    "is a feed's and goes to a list",
    "was changed in one place",
    "was cut off",
    "was made up",
    "is empty",
    "is endless",
  ])("%s: lists", async (what) => {
    const answer = await client.send(lists, { id: movieId, after: cursors.get(what) });
    await expectRefusal(answer, 200, "CURSOR_INVALID", /[Cc]ursor/);
    expect(answer.data).toEqual({ movie: { ratings: null } });
  });

  test.each([
    "is another movie's",
    "is a list's and goes to a feed",
    "was changed in one place",
    "was made up",
    "is empty",
  ])("%s: feeds", async (what) => {
    const feed = new Subscription(environment, server.url, {
      query:
        "subscription ($movieId: ID, $after: Cursor) { ratingFeed(movieId: $movieId, after: $after) { __typename } }",
      variables: { movieId, after: cursors.get(what) },
    });
    expect(await feed.ended).toEqual([
      expect.objectContaining({ message: expect.stringMatching(/[Cc]ursor/), extensions: { code: "CURSOR_INVALID" } }),
    ]);
  });
});

describe("an access token is refused with 401 when it", () => {
  const changed = (token: string) =>
    token.replace(/\.[^.]*\./, `.${Buffer.from('{"sub":"root","roles":["ADMIN"]}').toString("base64url")}.`);
  test.each([
    [
      "has expired",
      () => mintToken(key, { sub: ann.id, exp: Math.floor(Date.now() / 1000) - 5 }),
      /expired.*refreshSession/,
    ],
    ["never expires", () => mintToken(key, { sub: ann.id, exp: undefined }), /not valid/],
    ["has other claims than were signed", () => changed(ann.token), /not valid/],
    ["was signed by somebody else", () => mintToken(makeTokenKey(), { sub: ann.id }), /not valid/],
    ["was signed by a key that nobody knows", () => mintToken(key, { sub: ann.id }, { kid: "other" }), /not valid/],
    [
      "is not signed",
      () => `${mintToken(key, { sub: ann.id }, { alg: "none" }).split(".").slice(0, 2).join(".")}.`,
      /not valid/,
    ],
    ["is for somebody else", () => mintToken(key, { sub: ann.id, aud: "other" }), /not valid/],
    ["names nobody", () => mintToken(key, { sub: "" }), /not valid/],
    ["is no token", () => "hunter2", /not valid/],
  ])("%s", async (_what, token, words) => {
    const answer = await client.as(token()).send("{ viewer { id } statistics { movies } }");
    await expectRefusal(answer, 401, "UNAUTHENTICATED", words);
    expect(answer.data).toBeUndefined();
    expect(answer.text).not.toContain("hunter2");
  });

  test("a good one of the same making is taken", async () => {
    const good = client.as(mintToken(key, { sub: ann.id }));
    expect(await good.request("{ viewer { name } }")).toEqual({ viewer: { name: "ann" } });
  });

  test("without one, writing is UNAUTHENTICATED, and with one that is not an administrator's, catalogue work is FORBIDDEN", async () => {
    await expectRefusal(
      await client.send(RATE, { input: { movieId, score: 5 } }),
      200,
      "UNAUTHENTICATED",
      /[Ss]ign in/,
    );
    await expectRefusal(await ann.client.send(UPSERT, { input: { title: "x" } }), 200, "FORBIDDEN", /./);
  });
});

describe("a request that is none", () => {
  const send = async (options: {
    method?: string;
    path?: string;
    headers?: Record<string, string>;
    body?: string | Buffer;
  }) => {
    const { statusCode, headers, body } = await request(`${server.url}${options.path ?? "/graphql"}`, {
      method: (options.method ?? "POST") as "POST",
      dispatcher: environment.agent,
      headers: options.headers ?? { "content-type": "application/json" },
      body: options.body ?? null,
    });
    return answerOf(statusCode, headers, await body.text());
  };
  const json = { "content-type": "application/json" };
  const mutation = encodeURIComponent('mutation { signOut(refreshToken: "x") }');

  test.each([
    ["JSON that is cut off", { body: '{"query":' }, 400, "BAD_USER_INPUT", /not valid JSON/],
    ["no body", {}, 400, "BAD_REQUEST", /./],
    [
      "a body that is text",
      { headers: { "content-type": "text/plain" }, body: "{ __typename }" },
      400,
      "BAD_REQUEST",
      /./,
    ],
    ["a list of operations", { body: '[{"query":"{__typename}"}]' }, 400, "BAD_REQUEST", /./],
    ["a query that is a number", { body: '{"query":7}' }, 400, "BAD_REQUEST", /./],
    ["variables that are text", { body: '{"query":"{__typename}","variables":"x"}' }, 400, "BAD_REQUEST", /./],
    [
      "bytes that are not what they are said to be",
      { headers: { ...json, "content-encoding": "gzip" }, body: "no gzip" },
      400,
      "BAD_USER_INPUT",
      /./,
    ],
    [
      "an encoding that nobody knows",
      { headers: { ...json, "content-encoding": "rot13" }, body: "{}" },
      415,
      "BAD_USER_INPUT",
      /./,
    ],
    [
      "a character set that nobody knows",
      { headers: { "content-type": "application/json; charset=klingon" }, body: "{}" },
      415,
      "BAD_USER_INPUT",
      /./,
    ],
    [
      "a body of more than 256 KiB",
      { body: JSON.stringify({ query: "{ __typename }", variables: { pad: "x".repeat(262_144) } }) },
      413,
      "BAD_USER_INPUT",
      /too large; the limit is 262144 bytes/,
    ],
    [
      "a mutation by GET",
      { method: "GET", path: `/graphql?query=${mutation}`, headers: { "apollo-require-preflight": "1" } },
      405,
      "BAD_REQUEST",
      /GET/,
    ],
    [
      "a form of another site",
      { method: "GET", path: "/graphql?query=%7B__typename%7D", headers: {} },
      400,
      "BAD_REQUEST",
      /CSRF|preflight/i,
    ],
    ["a method that makes no sense", { method: "DELETE", headers: json }, 405, "BAD_REQUEST", /./],
    [
      "a path that leads nowhere",
      { path: "/graphql/../../etc/passwd", body: "{}" },
      404,
      "NOT_FOUND",
      /GraphQL is at \/graphql/,
    ],
    ["a path that can't be decoded", { method: "GET", path: "/%E0%A4%A" }, 404, "NOT_FOUND", /./],
  ])("%s", async (_what, options, status, code, words) => {
    await expectRefusal(await send(options), status, code, words);
  });
});

describe("a websocket", () => {
  const open = () => new WebSocket(`${server.url.replace("http", "ws")}/graphql`, "graphql-transport-ws");
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
      [mintToken(key, { sub: ann.id, exp: Math.floor(Date.now() / 1000) - 5 }), /expired/],
    ] as const) {
      const { socket } = new Subscription(environment, server.url, { query: "{ __typename }", token });
      expect(await socket.closed).toEqual({ code: 4403, reason: expect.stringMatching(words) });
    }
  });

  test("whose token runs out is closed with 4403", async () => {
    const token = mintToken(key, { sub: ann.id, exp: Math.floor(Date.now() / 1000) + 1 });
    const feed = new Subscription(environment, server.url, { query: "subscription { ratingAdded { score } }", token });
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
    const feed = new Subscription(environment, server.url, { query, variables });
    expect(await feed.ended).toEqual([
      expect.objectContaining({ message: expect.stringMatching(words), extensions: { code } }),
    ]);
  });

  test("has a limit of operations, beyond which the next is refused and the others go on", async () => {
    const socket = openLiveSocket(server.url);
    environment.onDispose(() => socket.close());
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

/** Another character in one place. */
function flip(text: string, at: number): string {
  return text.slice(0, at) + (text[at] === "A" ? "B" : "A") + text.slice(at + 1);
}
