import { describe, expect, test } from "vitest";
import { startTriedServer } from "./start-tried-server.js";

const tried = startTriedServer();

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
    ["score 0", RATE, () => ({ movieId: tried.movieId, score: 0 }), "INVALID", "input.score"],
    ["score 11", RATE, () => ({ movieId: tried.movieId, score: 11 }), "INVALID", "input.score"],
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
    [
      "an empty key",
      RATE,
      () => ({ movieId: tried.movieId, score: 5, idempotencyKey: "" }),
      "INVALID",
      "input.idempotencyKey",
    ],
    [
      "an endless key",
      RATE,
      () => ({ movieId: tried.movieId, score: 5, idempotencyKey: "k".repeat(129) }),
      "INVALID",
      "input.idempotencyKey",
    ],
    ["taking back from no movie", REMOVE, () => ({ movieId: "__proto__" }), "NOT_FOUND", "input.movieId"],
    ["a review of nothing", REVIEW, () => ({ movieId: tried.movieId, text: "  " }), "INVALID", "input.text"],
    ["an endless review", REVIEW, () => ({ movieId: tried.movieId, text: long }), "INVALID", "input.text"],
    [
      "a review with score 7 of 5",
      REVIEW,
      () => ({ movieId: tried.movieId, text: "x", score: 77 }),
      "INVALID",
      "input.score",
    ],
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
    const who = mutation === UPSERT ? tried.admin.client : tried.ann.client;
    const { payload } = await who.request<{
      payload: { userErrors: { code: string; field: string[] | null; message: string }[] } & Record<string, unknown>;
    }>(mutation, { input: input() });
    const { userErrors, ...outcome } = payload;
    expect(userErrors).toHaveLength(1);
    expect(userErrors[0]).toMatchObject({ code, message: expect.stringMatching(/^.{10,}\.$/) });
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
    ["a cursor that is a number", movies, { after: 7 }, "BAD_USER_INPUT", /cursor/i],
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
    await tried.expectRefusal(await tried.admin.client.send(query, variables), 400, code, words);
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
      await tried.client.request(
        "query ($id: ID!) { movie(id: $id) { id } user(id: $id) { id } review(id: $id) { id } }",
        {
          id,
        },
      ),
    ).toEqual({ movie: null, user: null, review: null });
  }
  expect(await tried.client.request('{ searchMovies(query: "\\"*:^ NEAR( AND -") { nodes { id } } }')).toEqual({
    searchMovies: { nodes: [] },
  });
});
