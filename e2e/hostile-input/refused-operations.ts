// Operations that are refused before anything runs: 400, the code, and words that say what to do.
const circle = (count: number, between: string, text: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => text(index)).join(between);

type Refused = readonly [what: string, query: string, code: string, words: RegExp];

const INPUT = "BAD_USER_INPUT";
const INVALID = "GRAPHQL_VALIDATION_FAILED";
const PARSE = "GRAPHQL_PARSE_FAILED";
const CHOICE = "OPERATION_RESOLUTION_FAILURE";

export const refusedOperations: readonly Refused[] = [
  ["a syntax error", "{ movies {", PARSE, /Syntax Error: Expected Name, found <EOF>/],
  ["no GraphQL at all", "SELECT * FROM movies", PARSE, /Syntax Error: Unexpected Name "SELECT"/],
  ["an unknown field", '{ movie(id: "1") { titel } }', INVALID, /"titel" on type "Movie"\. Did you mean "title"/],
  ["an unknown argument", "{ movies(frist: 1) { nodes { id } } }", INVALID, /"frist".*Did you mean "first"/],
  ["an unknown type", "query ($x: Film) { movie(id: $x) { id } }", INVALID, /Unknown type "Film"/],
  ["an unknown directive", "{ ... @defer { statistics { movies } } }", INVALID, /Unknown directive "@defer"/],
  ["an unknown fragment", "{ ...Nowhere }", INVALID, /Unknown fragment "Nowhere"/],
  ["an unused variable", "query ($x: Int) { statistics { movies } }", INVALID, /"\$x" is never used/],
  ["an undeclared variable", "{ movie(id: $x) { id } }", INVALID, /"\$x" is not defined/],
  [
    "a field that only the gateway may ask for",
    "{ _entities(representations: []) { __typename } }",
    INVALID,
    /_entities/,
  ],
  ["a subgraph's SDL", "{ _service { sdl } }", INVALID, /_service/],
  [
    "fragments in a circle",
    '{ movie(id: "1") { ...A } } fragment A on Movie { ...B } fragment B on Movie { ...C } fragment C on Movie { ...A }',
    INVALID,
    /Cannot spread fragment "A" within itself via "B", "C"/,
  ],
  [
    "a subscription of fragments in a circle",
    "subscription { ...A } fragment A on Subscription { ...B } fragment B on Subscription { ...A }",
    INVALID,
    /within itself/,
  ],
  [
    "too many levels",
    `{ movie(id: "1") { ${circle(7, "", () => "ratings { nodes { movie { ")} id ${"} } }".repeat(7)} } }`,
    INPUT,
    /23 levels deep; the limit is 12\. Ask for less/,
  ],
  [
    "too many aliases",
    `{ statistics { ${circle(31, " ", (n) => `a${n}: movies`)} } }`,
    INPUT,
    /31 aliases; the limit is 30\. Split/,
  ],
  [
    "a costly field under 200 names",
    `{ ${circle(200, " ", (n) => `a${n}: viewer { id }`)} }`,
    INPUT,
    /has 200 aliases; the limit is 30\. Split/,
  ],
  [
    "long lists in long lists",
    "{ topMovies(first: 100) { nodes { ratings(first: 100) { nodes { user { name } } } } } }",
    INPUT,
    /costs 20201; the limit is 5000\. Ask for smaller pages/,
  ],
  [
    "too many root fields",
    `{ ${circle(21, " ", () => "__typename")} }`,
    INPUT,
    /21 root fields; the limit is 20\. Split/,
  ],
  [
    "too many tokens",
    `{ ${circle(600, " ", () => "statistics { movies }")} }`,
    INPUT,
    /too many tokens; the limit is 2000\. Ask for less/,
  ],
  [
    "too many directives",
    `{ statistics { ${circle(51, " ", () => "movies @include(if: true)")} } }`,
    INPUT,
    /51 directives; the limit is 50\. Use fewer/,
  ],
  [
    "fields that double with every fragment",
    `{ statistics { ...F0 } } ${circle(60, " ", (n) => `fragment F${n} on Statistics { ...F${n + 1} ...F${n + 1} }`)} fragment F60 on Statistics { movies }`,
    INPUT,
    /fields; the limit is 2000/,
  ],
  [
    "introspection in depth",
    `{ __schema { types { ${circle(5, "", () => "fields { type { ")} name ${"} }".repeat(5)} } } }`,
    INVALID,
    /introspection depth/,
  ],
  ["a page of 0", "{ movies(first: 0) { nodes { id } } }", INPUT, /from 1 to 100, not 0/],
  [
    "a page of 101",
    "{ movies(first: 101) { nodes { id } } }",
    INPUT,
    /from 1 to 100, not 101\. Page through longer lists with after/,
  ],
  ["a page of -1", "{ movies(first: -1) { nodes { id } } }", INPUT, /from 1 to 100, not -1/],
  ["half a page", "{ movies(first: 1.5) { nodes { id } } }", INVALID, /Int cannot represent non-integer value: 1\.5/],
  [
    "a country in small letters",
    '{ movies(filter: { country: "us" }) { nodes { id } } }',
    INPUT,
    /two capital letters.*such as IN, US or GB/,
  ],
  [
    "a number for a cursor",
    "{ movies(after: 5) { nodes { id } } }",
    INPUT,
    /A Cursor must be a string that this API returned/,
  ],
  [
    "a value out of no enum",
    "{ movies(orderBy: BEST) { nodes { id } } }",
    INVALID,
    /"BEST" does not exist in "MovieOrder"/,
  ],
  ["a year past 32 bits", "{ movies(filter: { releasedFrom: 99999999999 }) { nodes { id } } }", INVALID, /32-bit/],
  ["a subscription", "subscription { ratingAdded { score } }", INPUT, /need a websocket.*graphql-transport-ws/],
  [
    "a subscription with a condition",
    "subscription ($x: Boolean!) { ratingAdded @skip(if: $x) { score } }",
    INPUT,
    /@skip can't stand on a subscription's root field/,
  ],
  [
    "a subscription with two root fields",
    "subscription { ratingAdded { score } reviewAdded { id } }",
    INVALID,
    /only one top level field/,
  ],
  [
    "several operations and none chosen",
    "query A { __typename } query B { __typename }",
    CHOICE,
    /say which to run in operationName/,
  ],
];
