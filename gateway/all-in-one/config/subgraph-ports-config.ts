import { defineConfig } from "@marquee/platform/config/parse-config.js";
import { port } from "@marquee/platform/config/schemas.js";
import { z } from "zod";

/** Where subgraphs listen when they run apart from the gateway. */
export const subgraphPortsConfig = defineConfig({
  HOST: { schema: z.string(), default: "127.0.0.1", doc: "The address that servers listen on; 0.0.0.0 for all." },
  MOVIES_PORT: { schema: port(), default: 4001, doc: "The port of the movies subgraph; 0 lets the system choose." },
  REVIEWS_PORT: { schema: port(), default: 4002, doc: "The port of the reviews subgraph; 0 lets the system choose." },
  RATINGS_PORT: { schema: port(), default: 4003, doc: "The port of the ratings subgraph; 0 lets the system choose." },
  ACCOUNTS_PORT: { schema: port(), default: 4004, doc: "The port of the accounts subgraph; 0 lets the system choose." },
});
