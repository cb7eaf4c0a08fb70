// The variables of every process: which engines it runs on, where they keep their files, and its keys.
import { z } from "zod";
import { cassandraConfig } from "./cassandra-config.js";
import { jwtKeyFromText } from "./jwt-key.js";
import { kafkaConfig } from "./kafka-config.js";
import { type Config, defineConfig } from "./parse-config.js";
import { commaSeparated, wholeNumber } from "./schemas.js";
import { tracingConfig } from "./tracing-config.js";

const MIN_SECRET_LENGTH = 32;

const secrets = commaSeparated(
  z.string().min(MIN_SECRET_LENGTH, `expected at least ${MIN_SECRET_LENGTH} characters, better random ones`),
);

export const engineConfig = defineConfig({
  STORE: {
    schema: z.enum(["embedded", "cassandra"], "expected embedded or cassandra"),
    default: "embedded",
    doc: "Where rows are kept: embedded (SQLite in DATA_DIR) or cassandra.",
  },
  EVENT_LOG: {
    schema: z.enum(["embedded", "kafka"], "expected embedded or kafka"),
    default: "embedded",
    doc: "Where events are kept: embedded (a table in the same file) or kafka.",
  },
  SEARCH: {
    schema: engine("embedded", "opensearch"),
    default: "embedded",
    doc: "What answers searches: embedded (SQLite's full-text index).",
  },
  DATA_DIR: {
    schema: z.string(),
    default: "data",
    doc: "The folder of the embedded engines' files and generated keys; made when absent, used by one process at a time.",
  },
  EVENT_LOG_PARTITIONS: {
    schema: wholeNumber(1, 256),
    default: 4,
    doc: "Partitions of each topic, 1 to 256. Fixed once there is data.",
  },
  LOG_LEVEL: {
    schema: z.enum(["debug", "info", "warn", "error", "silent"]),
    default: "info",
    doc: "The least that is logged: debug, info, warn, error or silent.",
  },
  CURSOR_KEYS: {
    schema: secrets.optional(),
    doc: "What cursors are signed with: a comma separated list, each of at least 32 characters. The first signs, all verify. Embedded: generated when unset.",
    secret: true,
  },
  GATEWAY_SECRETS: {
    schema: secrets.optional(),
    doc: "What the gateway shows to subgraphs: a comma separated list, each of at least 32 characters. The first is shown, all are accepted. Embedded: generated when unset.",
    secret: true,
  },
  JWT_KEYS: {
    schema: commaSeparated(jwtKeyFromText).optional(),
    doc: "What access tokens are signed with: a comma separated list of private Ed25519 keys, each a JWK in base64url. The first signs, all verify. Embedded: generated when unset.",
    secret: true,
  },
  ...cassandraConfig,
  ...kafkaConfig,
  ...tracingConfig,
});

export type EngineConfig = Config<typeof engineConfig>;

/** Names an engine that is planned, so that whoever asks for it learns that it is not a typing mistake. */
function engine<Available extends string, Planned extends string>(available: Available, planned: Planned) {
  return z
    .string()
    .refine((name) => name !== planned, { error: `${planned} is not yet available; use ${available}`, abort: true })
    .pipe(z.literal(available, `expected ${available}`));
}
