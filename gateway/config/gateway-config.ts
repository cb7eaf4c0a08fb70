import { type Config, defineConfig } from "@marquee/platform/config/parse-config.js";
import { commaSeparated, port, wholeNumber } from "@marquee/platform/config/schemas.js";
import { z } from "zod";

const address = z.url({ protocol: /^https?$/, error: "expected an http:// or https:// address" });
const milliseconds = wholeNumber(1, 600_000);
const count = wholeNumber(1, 1_000_000);

/** The addresses are those of SUBGRAPHS in schema/graphql/subgraphs.ts. */
export const gatewayConfig = defineConfig({
  HOST: { schema: z.string(), default: "127.0.0.1", doc: "The address that servers listen on; 0.0.0.0 for all." },
  PORT: { schema: port(), default: 4000, doc: "The gateway's port; 0 lets the system choose." },
  SUPERGRAPH_PATH: {
    schema: z.string().optional(),
    doc: "The supergraph to serve, read again on SIGHUP. Unset: schema/graphql/supergraph.graphql.",
  },
  MOVIES_URL: {
    schema: address,
    default: "http://127.0.0.1:4001/graphql",
    doc: "The movies subgraph, when it runs alone.",
  },
  REVIEWS_URL: {
    schema: address,
    default: "http://127.0.0.1:4002/graphql",
    doc: "The reviews subgraph, when it runs alone.",
  },
  RATINGS_URL: {
    schema: address,
    default: "http://127.0.0.1:4003/graphql",
    doc: "The ratings subgraph, when it runs alone.",
  },
  ACCOUNTS_URL: {
    schema: address,
    default: "http://127.0.0.1:4004/graphql",
    doc: "The accounts subgraph, when it runs alone.",
  },
  ALLOWED_ORIGINS: {
    schema: commaSeparated(z.string()).optional(),
    doc: "Origins whose pages may open websockets beside those of the gateway's own host: a comma separated list, * for all.",
  },
  MAX_BODY_BYTES: { schema: wholeNumber(1024, 2 ** 26), default: 262_144, doc: "The largest HTTP request body." },
  MAX_TOKENS: { schema: count, default: 2_000, doc: "The longest document, in tokens." },
  MAX_DEPTH: { schema: count, default: 12, doc: "The deepest operation, in fields within fields." },
  MAX_FIELDS: {
    schema: count,
    default: 2_000,
    doc: "Fields in one operation, fragments counted wherever they are spread.",
  },
  MAX_ALIASES: { schema: count, default: 30, doc: "Aliases in one operation." },
  MAX_ROOT_FIELDS: { schema: count, default: 20, doc: "Root fields in one operation." },
  MAX_DIRECTIVES: { schema: count, default: 50, doc: "Directives in one operation." },
  SUBGRAPH_TIMEOUT_MS: { schema: milliseconds, default: 10_000, doc: "How long a subgraph may take for a request." },
  SUBGRAPH_CONNECT_TIMEOUT_MS: {
    schema: milliseconds,
    default: 2_000,
    doc: "How long connecting to a subgraph may take.",
  },
  SUBGRAPH_CONNECTIONS: { schema: wholeNumber(1, 10_000), default: 64, doc: "Connections to each subgraph." },
  SUBGRAPH_MAX_RESPONSE_BYTES: {
    schema: wholeNumber(1024, 2 ** 30),
    default: 33_554_432,
    doc: "The largest answer that is taken from a subgraph.",
  },
  WS_CONNECTION_INIT_TIMEOUT_MS: {
    schema: milliseconds,
    default: 3_000,
    doc: "How long a websocket may wait with connection_init.",
  },
  WS_MAX_MESSAGE_BYTES: { schema: wholeNumber(1024, 2 ** 26), default: 65_536, doc: "The largest websocket message." },
  WS_MAX_OPERATIONS: {
    schema: count,
    default: 50,
    doc: "Operations under way on one websocket, subscriptions included.",
  },
  WS_HEARTBEAT_MS: {
    schema: milliseconds,
    default: 20_000,
    doc: "How often websockets are pinged; two unanswered pings close one.",
  },
  FEED_BUFFER: {
    schema: count,
    default: 1_000,
    doc: "Messages that wait for a slow subscriber before its subscription is ended.",
  },
  FEED_COMPLETION_TRIES: {
    schema: wholeNumber(1, 10),
    default: 2,
    doc: "How often an event's fields of other subgraphs are asked for.",
  },
  FEED_COMPLETION_BUDGET_MS: {
    schema: milliseconds,
    default: 1_000,
    doc: "How long that may take in all before the event goes out with nulls and errors.",
  },
});

export type GatewayConfig = Config<typeof gatewayConfig>;
