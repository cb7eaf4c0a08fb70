// Where Kafka is, for EVENT_LOG=kafka.
import { z } from "zod";
import { AppError } from "../errors/app-error.js";
import type { KafkaConnectionOptions } from "../event-log/kafka-options.js";
import { type Config, defineConfig } from "./parse-config.js";
import { commaSeparated, wholeNumber } from "./schemas.js";
import { readTls } from "./tls-files.js";

export const kafkaConfig = defineConfig({
  KAFKA_BROKERS: {
    schema: commaSeparated(z.string().regex(/^[^\s:]+:\d{1,5}$/, "expected host:port")),
    default: "127.0.0.1:9092",
    doc: "Brokers to begin with, a comma separated list of host:port; the others are found through them.",
  },
  KAFKA_TOPIC_PREFIX: {
    schema: z.string().regex(/^[\w.-]{0,80}$/, "expected at most 80 letters, digits, dots, dashes and underscores"),
    default: "",
    doc: "Before the name of every topic and group, so that several Marquees can share a cluster.",
  },
  KAFKA_REPLICATION: {
    schema: wholeNumber(1, 32_767),
    default: 3,
    doc: "Copies of each partition when a topic is made.",
  },
  KAFKA_MIN_INSYNC: {
    schema: wholeNumber(1, 32_767),
    default: 2,
    doc: "Copies that must have a message before it is acknowledged, when a topic is made; below KAFKA_REPLICATION to survive a broker.",
  },
  KAFKA_SASL_MECHANISM: {
    schema: z.enum(["plain", "scram-sha-256", "scram-sha-512"]).optional(),
    doc: "How to sign in to Kafka: plain, scram-sha-256 or scram-sha-512. Unset: not at all.",
  },
  KAFKA_SASL_USERNAME: { schema: z.string().optional(), doc: "Whom to sign in to Kafka as." },
  KAFKA_SASL_PASSWORD: { schema: z.string().optional(), doc: "The password of KAFKA_SASL_USERNAME.", secret: true },
  KAFKA_TLS: {
    schema: z.enum(["on", "off"]),
    default: "off",
    doc: "Whether connections to Kafka are encrypted, and its certificate verified: on or off.",
  },
  KAFKA_TLS_CA: {
    schema: z.string().optional(),
    doc: "A PEM file with the authorities that may have signed Kafka's certificate. Unset: those that Node knows.",
  },
  KAFKA_TLS_CERT: {
    schema: z.string().optional(),
    doc: "A PEM file with the certificate to show to Kafka; set together with KAFKA_TLS_KEY.",
  },
  KAFKA_TLS_KEY: { schema: z.string().optional(), doc: "A PEM file with the private key of KAFKA_TLS_CERT." },
});

export type KafkaConfig = Config<typeof kafkaConfig>;

/** Reads the PEM files too. Throws CONFIG_INVALID for what does not fit together or can't be read. */
export function kafkaConnection(config: KafkaConfig): KafkaConnectionOptions {
  if (config.KAFKA_MIN_INSYNC > config.KAFKA_REPLICATION) {
    throw new AppError(
      "CONFIG_INVALID",
      "KAFKA_MIN_INSYNC may not be above KAFKA_REPLICATION: nothing could be written.",
    );
  }
  const { KAFKA_TLS: tls, KAFKA_TLS_CA: ca, KAFKA_TLS_CERT: cert, KAFKA_TLS_KEY: key } = config;
  return { brokers: config.KAFKA_BROKERS, sasl: saslOf(config), tls: readTls("KAFKA", { tls, ca, cert, key }) };
}

function saslOf(config: KafkaConfig): KafkaConnectionOptions["sasl"] {
  const { KAFKA_SASL_MECHANISM: mechanism, KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password } = config;
  if ((mechanism ?? username ?? password) === undefined) return undefined;
  if (mechanism !== undefined && username !== undefined && password !== undefined) {
    return { mechanism, username, password };
  }
  throw new AppError(
    "CONFIG_INVALID",
    "KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD belong together: set all or none.",
  );
}
