import { type Config, defineConfig } from "@marquee/platform/config/parse-config.js";
import { commaSeparated, wholeNumber } from "@marquee/platform/config/schemas.js";
import { z } from "zod";

const origin = z.string().refine((text) => text === "*" || (URL.canParse(text) && new URL(text).origin === text), {
  error: "expected an origin such as https://app.example, or *",
});

/** What the gateway shows, and to whom. */
export const exposureConfig = defineConfig({
  NODE_ENV: {
    schema: z.string().optional(),
    doc: "production: INTROSPECTION and EXPLORERS are off unless they are set.",
  },
  INTROSPECTION: {
    schema: z.enum(["on", "off"]).optional(),
    doc: "on: the schema can be read, at /schema.graphql and by introspection, and refusals suggest names. Unset: on outside production.",
  },
  EXPLORERS: {
    schema: z.enum(["on", "off"]).optional(),
    doc: "on: Apollo Sandbox at / and GraphiQL at /graphiql, for browsers. Unset: on outside production.",
  },
  ALLOWED_ORIGINS: {
    schema: commaSeparated(origin).optional(),
    doc: "Origins whose pages may use the API and open websockets, beside those of the gateway's own host: a comma separated list, * for all.",
  },
  TRUST_PROXY: {
    schema: wholeNumber(0, 10),
    default: 0,
    doc: "How many proxies of yours stand in front: as many entries of X-Forwarded-For are believed. 0: whoever connects is the client.",
  },
  HSTS_MAX_AGE_SECONDS: {
    schema: wholeNumber(0, 126_230_400),
    default: 0,
    doc: "How long browsers shall insist on TLS (Strict-Transport-Security). Only behind TLS; 0: nothing is said.",
  },
});

export interface Exposure {
  introspection: boolean;
  explorers: boolean;
}

/** What is open once the defaults of production, or of anywhere else, are filled in. */
export function exposureOf(
  config: Pick<Config<typeof exposureConfig>, "NODE_ENV" | "INTROSPECTION" | "EXPLORERS">,
): Exposure {
  const usual = config.NODE_ENV === "production" ? "off" : "on";
  return {
    introspection: (config.INTROSPECTION ?? usual) === "on",
    explorers: (config.EXPLORERS ?? usual) === "on",
  };
}
