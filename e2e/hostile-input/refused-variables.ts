import type { World } from "./world.js";

const RATE = "mutation ($input: RateMovieInput!) { rateMovie(input: $input) { applied } }";
const PAGE = "query ($first: Int) { movies(first: $first) { nodes { id } } }";
const FILTER = "query ($filter: MovieFilter) { movies(filter: $filter) { nodes { id } } }";
const UPSERT = "mutation ($input: UpsertMovieInput!) { upsertMovie(input: $input) { movie { id } } }";
const VOTE = "mutation ($input: VoteReviewInput!) { voteReview(input: $input) { applied } }";

type Variables = (world: World) => Record<string, unknown>;

const rated =
  (score: unknown): Variables =>
  (world) => ({ input: { movieId: world.movieId, score } });

/** Values that are none of their type: 400, BAD_USER_INPUT, and words that name the place and the type. */
export const refusedVariables: readonly (readonly [
  what: string,
  query: string,
  variables: Variables,
  words: RegExp,
])[] = [
  ["a score of 7.5", RATE, rated(7.5), /7\.5 at "input\.score"; Int cannot represent non-integer/],
  ['a score of "8"', RATE, rated("8"), /"8" at "input\.score"; Int cannot/],
  ["no score", RATE, rated(null), /null at "input\.score"; Expected non-nullable type "Int!"/],
  ["a score left out", RATE, rated(undefined), /Field "score" of required type "Int!" was not provided/],
  ["a score of true", RATE, rated(true), /true at "input\.score"; Int cannot/],
  ["a list of scores", RATE, rated([8]), /\[8\] at "input\.score"; Int cannot/],
  ["a score past 32 bits", RATE, rated(1e20), /at "input\.score"; Int cannot represent non 32-bit/],
  [
    "a number with a fraction for an id",
    RATE,
    () => ({ input: { movieId: 1.5, score: 8 } }),
    /1\.5 at "input\.movieId"; ID cannot/,
  ],
  ["an object for an id", RATE, () => ({ input: { movieId: {}, score: 8 } }), /at "input\.movieId"; ID cannot/],
  ["null for an input", RATE, () => ({ input: null }), /"\$input" of non-null type "RateMovieInput!" must not be null/],
  ["a list for an input", RATE, () => ({ input: [] }), /Expected type "RateMovieInput" to be an object/],
  ["no variables", RATE, () => ({}), /"\$input" of required type "RateMovieInput!" was not provided/],
  [
    "an unknown input field",
    RATE,
    ({ movieId }) => ({ input: { movieId, score: 8, stars: 4 } }),
    /Field "stars" is not defined/,
  ],
  [
    "a string for a boolean",
    VOTE,
    ({ reviewId }) => ({ input: { reviewId, helpful: "yes" } }),
    /Boolean cannot represent/,
  ],
  ["a page of 0", PAGE, () => ({ first: 0 }), /from 1 to 100, not 0/],
  ["a page of 101", PAGE, () => ({ first: 101 }), /from 1 to 100, not 101/],
  ["a page of -1", PAGE, () => ({ first: -1 }), /from 1 to 100, not -1/],
  ['a page of "3"', PAGE, () => ({ first: "3" }), /"3"; Int cannot/],
  [
    "a country that is none",
    FILTER,
    () => ({ filter: { country: "usa" } }),
    /"filter\.country"; A CountryCode must be two capital/,
  ],
  [
    "a genre deep in lists",
    FILTER,
    () => ({ filter: { genres: [[["Drama"]]] } }),
    /"filter\.genres\[0\]"; String cannot/,
  ],
  ["a kind that is none", FILTER, () => ({ filter: { kind: "FILM" } }), /"FILM" does not exist in "TitleKind"/],
  [
    "the 31st of February",
    UPSERT,
    () => ({ input: { title: "x", releaseDate: "2020-02-31" } }),
    /A Date must be a day of the calendar/,
  ],
];
