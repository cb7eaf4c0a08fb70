// HTTP requests that are refused before there is an operation.
import { gzipSync } from "node:zlib";
import { MAX_BODY_BYTES } from "./world.js";

export interface RawRequest {
  method?: "GET" | "POST" | "PUT" | "DELETE";
  /** /graphql unless it is another. */
  path?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

type Refused = readonly [what: string, request: RawRequest, status: number, code: string, words: RegExp];

const FINE = JSON.stringify({ query: "{ statistics { movies } }" });
const JSON_TYPE = { "content-type": "application/json" };
/** What a page of another site can't send: without it a GET is refused for that alone. */
const PREFLIGHT = { "apollo-require-preflight": "1" };

const post = (body: string | Buffer, headers: Record<string, string> = {}): RawRequest => ({
  body,
  headers: { ...JSON_TYPE, ...headers },
});
const get = (query: string, more = "", headers: Record<string, string> = PREFLIGHT): RawRequest => ({
  method: "GET",
  path: `/graphql?query=${encodeURIComponent(query)}${more}`,
  headers,
});

const INPUT = "BAD_USER_INPUT";
const REQUEST = "BAD_REQUEST";

export const refusedRequests: readonly Refused[] = [
  ["no JSON", post("{"), 400, INPUT, /not valid JSON/],
  ["a JSON string", post('"{ statistics { movies } }"'), 400, INPUT, /not valid JSON/],
  ["JSON null", post("null"), 400, INPUT, /not valid JSON/],
  ["an empty body", post(""), 400, REQUEST, /body missing/],
  ["an empty object", post("{}"), 400, REQUEST, /no keys/],
  ["an empty query", post('{"query":""}'), 400, REQUEST, /non-empty `query`/],
  ["a query that is no string", post('{"query":{"a":1}}'), 400, REQUEST, /queries must be strings/],
  [
    "variables in a string",
    post('{"query":"{ __typename }","variables":"{}"}'),
    400,
    REQUEST,
    /object, not a recursively/,
  ],
  ["variables in a list", post('{"query":"{ __typename }","variables":[1]}'), 400, REQUEST, /must be an object/],
  ["a name that is no string", post('{"query":"{ __typename }","operationName":5}'), 400, REQUEST, /must be a string/],
  [
    "a name that no operation has",
    post('{"query":"query A { __typename }","operationName":"B"}'),
    400,
    "OPERATION_RESOLUTION_FAILURE",
    /no operation named "B"/,
  ],
  ["a batch", post(`[${FINE},${FINE}]`), 400, REQUEST, /batching disabled/],
  ["an empty batch", post("[]"), 400, REQUEST, /batching disabled/],
  [
    "a body that is too large",
    post(JSON.stringify({ query: "x".repeat(MAX_BODY_BYTES) })),
    413,
    INPUT,
    /too large; the limit is 4194304 bytes/,
  ],
  [
    "a body that unzips to too much",
    post(gzipSync("x".repeat(2 * MAX_BODY_BYTES)), { "content-encoding": "gzip" }),
    413,
    INPUT,
    /too large/,
  ],
  ["a body that is no gzip", post(FINE, { "content-encoding": "gzip" }), 400, INPUT, /send JSON in UTF-8/],
  ["an unknown encoding", post(FINE, { "content-encoding": "zip" }), 415, INPUT, /send JSON in UTF-8/],
  [
    "an unknown character set",
    post(FINE, { "content-type": "application/json; charset=ebcdic" }),
    415,
    INPUT,
    /send JSON in UTF-8/,
  ],
  [
    "plain text",
    { body: FINE, headers: { "content-type": "text/plain" } },
    400,
    REQUEST,
    /Please either specify a 'content-type'/,
  ],
  [
    "a form",
    { body: "query={__typename}", headers: { "content-type": "application/x-www-form-urlencoded" } },
    400,
    REQUEST,
    /specify a 'content-type'/,
  ],
  [
    "an upload",
    { body: "--x--", headers: { "content-type": "multipart/form-data; boundary=x" } },
    400,
    REQUEST,
    /specify a 'content-type'/,
  ],
  ["XML", { body: "<query/>", headers: { "content-type": "application/xml" } }, 400, REQUEST, /invalid Content-Type/],
  ["an answer that is to be no JSON", post(FINE, { accept: "text/csv" }), 406, REQUEST, /'accept' header/],
  [
    "a mutation by GET",
    get('mutation { signOut(refreshToken: "x") }'),
    405,
    REQUEST,
    /GET requests only support query/,
  ],
  [
    "a subscription by GET",
    get("subscription { ratingAdded { score } }"),
    405,
    REQUEST,
    /GET requests only support query/,
  ],
  [
    "a subscription with a condition by GET",
    get("subscription ($x: Boolean!) { ratingAdded @skip(if: $x) { score } }"),
    400,
    INPUT,
    /@skip can't stand/,
  ],
  [
    "a query by GET from any page",
    get("{ statistics { movies } }", "", {}),
    400,
    REQUEST,
    /Cross-Site Request Forgery/,
  ],
  [
    "variables that are no JSON in an address",
    get("{ __typename }", "&variables=%7B"),
    400,
    REQUEST,
    /variables search parameter contains invalid JSON/,
  ],
  ["a PUT", { method: "PUT", body: FINE, headers: JSON_TYPE }, 405, REQUEST, /only GET\/POST/],
  [
    "a hash that nobody registered",
    post('{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"ab"}}}'),
    200,
    "PERSISTED_QUERY_NOT_FOUND",
    /NotFound/,
  ],
  [
    "another path",
    { method: "GET", path: "/graphql/../%2e%2e/etc/passwd" },
    404,
    "NOT_FOUND",
    /GraphQL is at \/graphql/,
  ],
  ["a path of half a character", { method: "GET", path: "/%ff" }, 404, "NOT_FOUND", /GraphQL is at \/graphql/],
];
