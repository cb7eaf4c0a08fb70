// Whatever a client sends to one process: it is told what is wrong, in a sentence and a code, and nobody else notices.
import { request } from "undici";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Answer, answerOf } from "../environment/graphql-client.js";
import { Subscription } from "../environment/subscription.js";
import { openTestEnvironment } from "../environment/test-environment.js";
import { type Claims, makeSigningKey, mint, mintUnsigned, mintWithPublicKey } from "./access-tokens.js";
import { describeBadSockets } from "./bad-sockets.js";
import { describeBadTexts } from "./bad-texts.js";
import { describeEveryInput } from "./every-input.js";
import { expectHarmless, expectRefusal } from "./expect-harmless.js";
import { describeFlatMemory } from "./flat-memory.js";
import { refusedOperations } from "./refused-operations.js";
import { type RawRequest, refusedRequests } from "./refused-requests.js";
import { refusedVariables } from "./refused-variables.js";
import { MUTATIONS, wrongInputs } from "./user-errors.js";
import { startWorld, type World } from "./world.js";

const environment = openTestEnvironment();
let world: World;
/** Somebody who does nothing wrong, and listens all the time. */
let bystander: Subscription<{ ratingFeed: { score?: number } }>;

beforeAll(async () => {
  world = await startWorld(environment);
  bystander = new Subscription(environment, world.server.url, {
    query: "subscription { ratingFeed { ... on RatingEvent { score } } }",
  });
  await bystander.next();
});

afterEach(async () => {
  expect(await world.anonymous.request("{ statistics { movies } }")).toMatchObject({ statistics: {} });
});

async function sendRaw({ method = "POST", path = "/graphql", headers = {}, body }: RawRequest): Promise<Answer> {
  const response = await request(world.server.url + path, {
    method,
    headers,
    dispatcher: environment.agent,
    ...(body === undefined ? {} : { body }),
  });
  return answerOf(response.statusCode, response.headers, await response.body.text());
}

describe("before anything runs", () => {
  test.each(refusedRequests)("%s is refused", async (_what, raw, status, code, words) => {
    expectRefusal(world, await sendRaw(raw), { status, code, words });
  });

  test.each(refusedOperations)("%s is refused", async (_what, query, code, words) => {
    expectRefusal(world, await world.anonymous.send(query), { status: 400, code, words });
  });

  test.each(refusedVariables)("%s in a variable is refused", async (_what, query, variables, words) => {
    const answer = await world.user.client.send(query, variables(world));
    expectRefusal(world, answer, { status: 400, code: "BAD_USER_INPUT", words });
  });

  test("null is no page size, and so the usual one", async () => {
    const query =
      "query ($first: Int) { a: movies(first: null) { nodes { id } } b: movies(first: $first) { nodes { id } } }";
    const { a, b } = await world.anonymous.request<Record<"a" | "b", { nodes: unknown[] }>>(query, { first: null });
    expect([a.nodes.length, b.nodes.length]).toEqual([expect.toSatisfy((length) => length >= 2), a.nodes.length]);
  });

  test("lists within lists, of any depth, are no harm", async () => {
    const deep = `${"[".repeat(50_000)}${"]".repeat(50_000)}`;
    const filter = "query ($filter: MovieFilter) { movies(filter: $filter) { nodes { id } } }";
    for (const variables of [`{"filter":{"genres":${deep}}}`, `{"other":${deep}}`]) {
      const body = `{"query":${JSON.stringify(filter)},"variables":${variables}}`;
      expectHarmless(world, await sendRaw({ body, headers: { "content-type": "application/json" } }));
    }
    expectHarmless(world, await world.anonymous.send(`{ ${"... { ".repeat(900)} __typename ${"}".repeat(900)} }`));
  });

  test("introspection works", async () => {
    const query = "{ __schema { subscriptionType { name } types { name fields { name type { name } } } } }";
    const { __schema } = await world.anonymous.request<{ __schema: { types: { name: string }[] } }>(query);
    expect(__schema.types.map(({ name }) => name)).toContain("RatingFeedItem");
  });
});

test.each(wrongInputs)(
  "$mutation with $what is answered with a user error",
  async ({ who, mutation, input, ...error }) => {
    const client = who === "anonymous" ? world.anonymous : world[who].client;
    const answer = await client.send<{ payload: { result: unknown; userErrors: unknown[] } }>(MUTATIONS[mutation], {
      input: input(world),
    });
    expectHarmless(world, answer);
    expect([answer.status, answer.data]).toEqual([
      200,
      {
        payload: {
          result: null,
          userErrors: [{ code: error.code, field: error.field, message: expect.stringMatching(error.words) }],
        },
      },
    ]);
  },
);

describe("whoever may not", () => {
  test.each(["rateMovie", "removeRating", "submitReview", "deleteReview", "voteReview", "upsertMovie"] as const)(
    "%s without an account is told to sign in",
    async (mutation) => {
      const inputs = {
        rateMovie: { movieId: world.movieId, score: 5 },
        removeRating: { movieId: world.movieId },
        submitReview: { movieId: world.movieId, text: "x" },
        deleteReview: { reviewId: world.reviewId },
        voteReview: { reviewId: world.reviewId, helpful: true },
        upsertMovie: { title: "x" },
      };
      const answer = await world.anonymous.send(MUTATIONS[mutation], { input: inputs[mutation] });
      expectRefusal(world, answer, { status: 200, code: "UNAUTHENTICATED", words: /^Sign in to / });
    },
  );

  test("changes the catalogue without being an administrator is told who may", async () => {
    const answer = await world.user.client.send(MUTATIONS.upsertMovie, { input: { title: "x" } });
    expectRefusal(world, answer, { status: 200, code: "FORBIDDEN", words: /Only administrators/ });
  });
});

describe("an access token", () => {
  const HOUR = 3_600;
  const now = () => Math.floor(Date.now() / 1_000);
  const signed = (claims: Claims) => () => mint(world.key, { sub: world.user.id, ...claims });
  const foreign = makeSigningKey("the-server's");

  test("of the right key is accepted, so the others are refused for what is wrong with them", async () => {
    const { viewer } = await world.anonymous.as(signed({})()).request<{ viewer: { id: string } }>("{ viewer { id } }");
    expect(viewer.id).toBe(world.user.id);
  });

  const NOT_VALID = /not valid; sign in again/;
  test.each<[what: string, token: () => string, words: RegExp]>([
    ["expired", signed({ exp: now() - 60 }), /expired; get a new one with refreshSession or signIn/],
    ["of a foreign key with the same name", () => mint(foreign, { sub: world.user.id }), NOT_VALID],
    ["expired and of a foreign key", () => mint(foreign, { sub: world.user.id, exp: now() - HOUR }), NOT_VALID],
    ["of another issuer", signed({ iss: "somebody" }), NOT_VALID],
    ["for another audience", signed({ aud: "somebody" }), NOT_VALID],
    ["not valid yet", signed({ nbf: now() + HOUR }), NOT_VALID],
    ["that never expires", signed({ exp: undefined }), NOT_VALID],
    ["of nobody", signed({ sub: "" }), NOT_VALID],
    ["with a signature that is changed", () => flipLast(signed({})()), NOT_VALID],
    [
      "with claims that are changed",
      () => withClaims(signed({})(), { sub: world.admin.id, roles: ["ADMIN"] }),
      NOT_VALID,
    ],
    ["without a signature", () => mintUnsigned({ sub: world.user.id }), NOT_VALID],
    ["signed with the public key", () => mintWithPublicKey(world.key, { sub: world.user.id }), NOT_VALID],
    ["that is none", () => "x", NOT_VALID],
    ["of 8,000 characters", () => "x".repeat(8_000), NOT_VALID],
    ["of nothing", () => "", /must read "Bearer" and an access token/],
  ])("%s is refused", async (_what, token, words) => {
    const answer = await world.anonymous.as(token()).send("{ statistics { movies } }");
    expectRefusal(world, answer, { status: 401, code: "UNAUTHENTICATED", words });
    expect(answer.headers["www-authenticate"]).toContain("Bearer");
  });

  test("in another scheme is refused", async () => {
    const body = '{"query":"{ __typename }"}';
    const answer = await sendRaw({
      body,
      headers: { "content-type": "application/json", authorization: "Basic dTpw" },
    });
    expectRefusal(world, answer, { status: 401, code: "UNAUTHENTICATED", words: /must read "Bearer"/ });
  });
});

describeBadTexts(() => world);
describeBadSockets(environment, () => world);
describeEveryInput(environment, () => world);
describeFlatMemory(() => world);

test("the bystander has noticed nothing, and nothing was taken for a fault of the server's", async () => {
  await world.admin.client.request(MUTATIONS.rateMovie, { input: { movieId: world.otherMovieId, score: 2 } });
  await bystander.nextWhere(({ ratingFeed }) => ratingFeed.score === 2);
  const { stderr } = world.server.process.output;
  expect(stderr).toContain('"level":"info"');
  expect(stderr.split("\n").filter((line) => /"level":"(error|fatal)"/.test(line))).toEqual([]);
});

function flipLast(text: string): string {
  // Not the very last character: some of its bits do not count.
  return `${text.slice(0, -2)}${text.at(-2) === "A" ? "B" : "A"}${text.at(-1)}`;
}

function withClaims(token: string, claims: Claims): string {
  const [header = "", payload = "", signature = ""] = token.split(".");
  const changed = { ...JSON.parse(Buffer.from(payload, "base64url").toString()), ...claims };
  return [header, Buffer.from(JSON.stringify(changed)).toString("base64url"), signature].join(".");
}
