import { AppError } from "../errors/app-error.js";
import { certificateFault, NO_TLS } from "../errors/tls-faults.js";
import type { KafkaConnectionOptions } from "./kafka-options.js";

/** What is wrong with the configuration rather than with the cluster's health; trying again is of no use. */
const MISCONFIGURED: Readonly<Record<string, string>> = {
  SASL_AUTHENTICATION_FAILED: "Kafka refuses the user name or password, KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD",
  UNSUPPORTED_SASL_MECHANISM: "Kafka does not offer this KAFKA_SASL_MECHANISM",
  TOPIC_AUTHORIZATION_FAILED: "Kafka does not let this user use the topic",
  GROUP_AUTHORIZATION_FAILED: "Kafka does not let this user use the group",
  CLUSTER_AUTHORIZATION_FAILED: "Kafka does not let this user make topics",
  INVALID_REPLICATION_FACTOR: "the cluster has fewer brokers than the replication asked for",
  INVALID_TOPIC_EXCEPTION: "Kafka takes only letters, digits, '.', '_' and '-' in topics' names, at most 249",
  INVALID_CONFIG: "Kafka refuses the topic's settings",
  POLICY_VIOLATION: "a policy of the cluster refuses the topic",
  INVALID_PARTITIONS: "Kafka refuses the number of partitions",
};

/** Refused by the broker as it stands: nothing of such a request is stored. */
const REFUSED_RECORDS = new Set([
  "TOPIC_AUTHORIZATION_FAILED",
  "CLUSTER_AUTHORIZATION_FAILED",
  "INVALID_TOPIC_EXCEPTION",
  "INVALID_TIMESTAMP",
  "INVALID_RECORD",
  "MESSAGE_TOO_LARGE",
  "RECORD_LIST_TOO_LARGE",
]);

/** Signing in that a lost connection ended: kafkajs gives it the name, and for ever the look, of a refusal. */
const CUT_SHORT = /failed: (Closed connection|Connection |Not connected|Request .* timed out)/;

/** The protocol's name of the error (or Node's code), found through the errors that kafkajs wraps around it. */
export function kafkaErrorType(error: unknown): string | undefined {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth += 1) {
    const { type, code, errors } = at as { type?: unknown; code?: unknown; errors?: unknown };
    if (typeof type === "string") return type;
    if (typeof code === "string") return code;
    if (Array.isArray(errors) && errors[0] !== undefined) return kafkaErrorType(errors[0]);
    if (at.name === "KafkaJSSASLAuthenticationError") {
      return CUT_SHORT.test(at.message) ? undefined : "SASL_AUTHENTICATION_FAILED";
    }
  }
  return undefined;
}

/** A CONFIG_INVALID where somebody has to change something before it can work. */
export function misconfiguration(what: string, error: unknown): AppError | undefined {
  const type = kafkaErrorType(error);
  const certificate = certificateFault(type, "KAFKA_TLS_CA");
  const reason = certificate === undefined ? MISCONFIGURED[type ?? ""] : `Kafka's certificate ${certificate}`;
  return reason === undefined
    ? undefined
    : new AppError("CONFIG_INVALID", `${what}: ${reason}. Kafka says: ${messageOf(error)}`, { cause: error });
}

export function isRefusal(error: unknown): boolean {
  return REFUSED_RECORDS.has(kafkaErrorType(error) ?? "");
}

export function unavailable(error: unknown): AppError {
  return error instanceof AppError
    ? error
    : new AppError("UNAVAILABLE", "The log can't be reached just now.", { cause: error });
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Why there is no connection yet. Kafka says nothing to whom it does not understand, it hangs up. */
export function reasonToWait(error: unknown, { tls, sasl }: Pick<KafkaConnectionOptions, "tls" | "sasl">): string {
  const message = messageOf(error);
  if (tls !== undefined && NO_TLS.test(message)) return `${message} (it may want KAFKA_TLS=off)`;
  if (!/Closed connection|ECONNRESET/.test(message)) return message;
  if (tls === undefined) return `${message} (it may want KAFKA_TLS=on)`;
  return sasl === undefined ? `${message} (it may want a KAFKA_SASL_MECHANISM)` : message;
}
