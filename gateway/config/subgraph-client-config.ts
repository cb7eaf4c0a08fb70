import { defineConfig } from "@marquee/platform/config/parse-config.js";
import { wholeNumber } from "@marquee/platform/config/schemas.js";
import { z } from "zod";

const address = z.url({ protocol: /^https?$/, error: "expected an http:// or https:// address" });
const milliseconds = wholeNumber(1, 600_000);

/** Where the subgraphs are, and how long they may take. The addresses are those of SUBGRAPHS in schema/graphql/subgraphs.ts. */
export const subgraphClientConfig = defineConfig({
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
});
