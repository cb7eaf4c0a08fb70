import { defineConfig } from "@marquee/platform/config/parse-config.js";
import { wholeNumber } from "@marquee/platform/config/schemas.js";

const milliseconds = wholeNumber(1, 600_000);
const count = wholeNumber(1, 1_000_000);

/** Websockets and what runs on them. */
export const socketConfig = defineConfig({
  WS_CONNECTION_INIT_TIMEOUT_MS: {
    schema: milliseconds,
    default: 3_000,
    doc: "How long a websocket may wait with connection_init.",
  },
  WS_MAX_MESSAGE_BYTES: { schema: wholeNumber(1024, 2 ** 26), default: 65_536, doc: "The largest websocket message." },
  WS_MAX_UNSENT_BYTES: {
    schema: wholeNumber(65_536, 2 ** 30),
    default: 1_048_576,
    doc: "What may wait for a websocket's peer to read it; past that nothing more is read from that peer until it has.",
  },
  WS_UNSENT_MS: {
    schema: milliseconds,
    default: 30_000,
    doc: "How long more than WS_MAX_UNSENT_BYTES may wait for a websocket's peer before it is cut off.",
  },
  WS_DRAIN_MS: {
    schema: wholeNumber(0, 60_000),
    default: 4_000,
    doc: "At the end websockets are closed with 1001 spread over so long at most; 2 ms for each.",
  },
  WS_MAX_OPERATIONS: {
    schema: count,
    default: 50,
    doc: "Operations under way on one websocket, subscriptions included.",
  },
  WS_MAX_SOCKETS: { schema: count, default: 10_000, doc: "Websockets open at this gateway." },
  WS_MAX_SOCKETS_PER_ADDRESS: { schema: count, default: 1_000, doc: "Websockets open from one address." },
  WS_MAX_SOCKETS_PER_USER: { schema: count, default: 100, doc: "Websockets that one user has open." },
  WS_HEARTBEAT_MS: {
    schema: milliseconds,
    default: 20_000,
    doc: "How often websockets are pinged; two unanswered pings in a row close one.",
  },
  WS_SESSION_CHECK_MS: {
    schema: milliseconds,
    default: 5_000,
    doc: "How often it is asked whether the sessions of open websockets have ended; so long a signed-out one may stay open.",
  },
  FEED_BUFFER: {
    schema: count,
    default: 1_000,
    doc: "Messages that wait for a slow subscriber before it gets a gap in their place, or its subscription is ended.",
  },
  FEED_BUFFER_BYTES: {
    schema: wholeNumber(1024, 2 ** 30),
    default: 4 * 1_048_576,
    doc: "The same in bytes.",
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
