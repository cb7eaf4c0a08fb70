import { ADMIN } from "../environment/open-environment.js";
import type { World } from "./world.js";

type Who = "anonymous" | "user" | "stranger" | "admin";

export interface WrongInput {
  what: string;
  who: Who;
  mutation: keyof typeof MUTATIONS;
  input: (world: World) => Record<string, unknown>;
  /** Of the first user error. */
  code: string;
  field: readonly string[] | null;
  words: RegExp;
}

const USER_ERRORS = "userErrors { code field message }";

export const MUTATIONS = {
  register: `mutation ($input: RegisterInput!) { payload: register(input: $input) { result: session { accessToken } ${USER_ERRORS} } }`,
  signIn: `mutation ($input: SignInInput!) { payload: signIn(input: $input) { result: session { accessToken } ${USER_ERRORS} } }`,
  rateMovie: `mutation ($input: RateMovieInput!) { payload: rateMovie(input: $input) { result: eventId ${USER_ERRORS} } }`,
  removeRating: `mutation ($input: RemoveRatingInput!) { payload: removeRating(input: $input) { result: eventId ${USER_ERRORS} } }`,
  submitReview: `mutation ($input: SubmitReviewInput!) { payload: submitReview(input: $input) { result: review { id } ${USER_ERRORS} } }`,
  deleteReview: `mutation ($input: DeleteReviewInput!) { payload: deleteReview(input: $input) { result: review { id } ${USER_ERRORS} } }`,
  voteReview: `mutation ($input: VoteReviewInput!) { payload: voteReview(input: $input) { result: review { id } ${USER_ERRORS} } }`,
  upsertMovie: `mutation ($input: UpsertMovieInput!) { payload: upsertMovie(input: $input) { result: movie { id } ${USER_ERRORS} } }`,
} as const;

const NEWCOMER = { name: "Newcomer", email: "newcomer@example.com", password: "long enough" };

function wrong(
  who: Who,
  mutation: keyof typeof MUTATIONS,
  what: string,
  input: (world: World) => Record<string, unknown>,
  code: string,
  field: string | null,
  words: RegExp,
): WrongInput {
  return { what, who, mutation, input, code, field: field === null ? null : ["input", field], words };
}

const long = (characters: number) => "x".repeat(characters);

/** What has the right types and can't be done all the same: 200, data, and a user error that names the field. */
export const wrongInputs: readonly WrongInput[] = [
  wrong(
    "user",
    "rateMovie",
    "a score of 0",
    ({ movieId }) => ({ movieId, score: 0 }),
    "INVALID",
    "score",
    /1 to 10, not 0/,
  ),
  wrong(
    "user",
    "rateMovie",
    "a score of 11",
    ({ movieId }) => ({ movieId, score: 11 }),
    "INVALID",
    "score",
    /1 to 10, not 11/,
  ),
  wrong(
    "user",
    "rateMovie",
    "a score of -1",
    ({ movieId }) => ({ movieId, score: -1 }),
    "INVALID",
    "score",
    /1 to 10, not -1/,
  ),
  wrong(
    "user",
    "rateMovie",
    "an unknown movie",
    () => ({ movieId: "imdb:tt0", score: 8 }),
    "NOT_FOUND",
    "movieId",
    /no movie with this id/,
  ),
  wrong(
    "user",
    "rateMovie",
    "an empty key",
    ({ movieId }) => ({ movieId, score: 8, idempotencyKey: "" }),
    "INVALID",
    "idempotencyKey",
    /1 to 128 characters/,
  ),
  wrong(
    "user",
    "rateMovie",
    "a long key",
    ({ movieId }) => ({ movieId, score: 8, idempotencyKey: long(129) }),
    "INVALID",
    "idempotencyKey",
    /1 to 128 characters/,
  ),
  wrong(
    "user",
    "removeRating",
    "an unknown movie",
    () => ({ movieId: "imdb:tt0" }),
    "NOT_FOUND",
    "movieId",
    /no movie with this id/,
  ),
  wrong(
    "user",
    "submitReview",
    "an unknown movie",
    () => ({ movieId: "imdb:tt0", text: "x" }),
    "NOT_FOUND",
    "movieId",
    /no movie with this id/,
  ),
  wrong(
    "user",
    "submitReview",
    "a long text",
    ({ movieId }) => ({ movieId, text: long(20_001) }),
    "INVALID",
    "text",
    /at most 20,000 characters/,
  ),
  wrong(
    "user",
    "submitReview",
    "a long summary",
    ({ movieId }) => ({ movieId, text: "x", summary: long(301) }),
    "INVALID",
    "summary",
    /at most 300/,
  ),
  wrong(
    "user",
    "submitReview",
    "a score of 11",
    ({ movieId }) => ({ movieId, text: "x", score: 11 }),
    "INVALID",
    "score",
    /1 to 10, not 11/,
  ),
  wrong(
    "user",
    "deleteReview",
    "an unknown review",
    () => ({ reviewId: "review.e30" }),
    "NOT_FOUND",
    "reviewId",
    /no review with this id/,
  ),
  wrong(
    "stranger",
    "deleteReview",
    "somebody else's review",
    ({ reviewId }) => ({ reviewId }),
    "FORBIDDEN",
    "reviewId",
    /./,
  ),
  wrong(
    "user",
    "voteReview",
    "an unknown review",
    () => ({ reviewId: "review.e30", helpful: true }),
    "NOT_FOUND",
    "reviewId",
    /no review/,
  ),
  wrong(
    "user",
    "voteReview",
    "one's own review",
    ({ reviewId }) => ({ reviewId, helpful: true }),
    "FORBIDDEN",
    "reviewId",
    /./,
  ),
  wrong("admin", "upsertMovie", "no title", () => ({ title: " " }), "INVALID", "title", /1 to 500 characters/),
  wrong("admin", "upsertMovie", "a long title", () => ({ title: long(501) }), "INVALID", "title", /at most 500/),
  wrong(
    "admin",
    "upsertMovie",
    "an unknown id",
    () => ({ id: "imdb:tt0", title: "x" }),
    "NOT_FOUND",
    "id",
    /leave id out to add a new one/,
  ),
  wrong(
    "admin",
    "upsertMovie",
    "a year before film",
    () => ({ title: "x", releaseYear: 1066 }),
    "INVALID",
    "releaseYear",
    /from 1870 to/,
  ),
  wrong(
    "admin",
    "upsertMovie",
    "a running time of 0",
    () => ({ title: "x", runtimeMinutes: 0 }),
    "INVALID",
    "runtimeMinutes",
    /from 1 to 6000, not 0/,
  ),
  wrong(
    "anonymous",
    "register",
    "an e-mail address that is taken",
    () => ({ ...NEWCOMER, email: "USER@example.com" }),
    "TAKEN",
    "email",
    /sign in instead/,
  ),
  wrong(
    "anonymous",
    "register",
    "an e-mail address that is none",
    () => ({ ...NEWCOMER, email: "newcomer" }),
    "INVALID",
    "email",
    /name@example\.org/,
  ),
  wrong(
    "anonymous",
    "register",
    "a short password",
    () => ({ ...NEWCOMER, password: "1234567" }),
    "INVALID",
    "password",
    /at least 8 characters/,
  ),
  wrong(
    "anonymous",
    "register",
    "a long password",
    () => ({ ...NEWCOMER, password: long(257) }),
    "INVALID",
    "password",
    /at most 256 characters/,
  ),
  wrong(
    "anonymous",
    "register",
    "a name of blanks",
    () => ({ ...NEWCOMER, name: "  " }),
    "INVALID",
    "name",
    /at least one character/,
  ),
  wrong(
    "anonymous",
    "register",
    "a name that turns the line around",
    () => ({ ...NEWCOMER, name: "\u202Eabc" }),
    "INVALID",
    "name",
    /control characters/,
  ),
  wrong(
    "anonymous",
    "signIn",
    "a wrong password",
    () => ({ email: ADMIN.email, password: "not that one" }),
    "WRONG_CREDENTIALS",
    null,
    /do not belong together/,
  ),
  wrong(
    "anonymous",
    "signIn",
    "an unknown account",
    () => ({ email: "nobody@example.com", password: "long enough" }),
    "WRONG_CREDENTIALS",
    null,
    /do not belong together/,
  ),
];
