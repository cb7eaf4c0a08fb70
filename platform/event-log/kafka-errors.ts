import { AppError } from "../errors/app-error.js";

/** What is wrong with the configuration rather than with the cluster's health; trying again is of no use. */
const MISCONFIGURED: Readonly<Record<string, string>> = {
  SASL_AUTHENTICATION_FAILED: "Kafka refuses the user name or password",
  UNSUPPORTED_SASL_MECHANISM: "Kafka does not offer this SASL mechanism",
  TOPIC_AUTHORIZATION_FAILED: "Kafka does not let this user use the topic",
  GROUP_AUTHORIZATION_FAILED: "Kafka does not let this user use the group",
  CLUSTER_AUTHORIZATION_FAILED: "Kafka does not let this user make topics",
  INVALID_REPLICATION_FACTOR: "the cluster has fewer brokers than the replication asked for",
  INVALID_TOPIC_EXCEPTION: "Kafka takes only letters, digits, '.', '_' and '-' in topics' names, at most 249",
  INVALID_CONFIG: "Kafka refuses the topic's settings",
  POLICY_VIOLATION: "a policy of the cluster refuses the topic",
  INVALID_PARTITIONS: "Kafka refuses the number of partitions",
  CERT_HAS_EXPIRED: "Kafka's certificate has expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "Kafka's certificate is signed by nobody who is trusted",
  SELF_SIGNED_CERT_IN_CHAIN: "Kafka's certificate is signed by nobody who is trusted",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "Kafka's certificate is signed by nobody who is trusted",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "Kafka's certificate is signed by nobody who is trusted",
  ERR_TLS_CERT_ALTNAME_INVALID: "Kafka's certificate is for another host",
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

/** The protocol's name of the error (or Node's code), found through the errors that kafkajs wraps around it. */
export function kafkaErrorType(error: unknown): string | undefined {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth += 1) {
    const { type, code, errors } = at as { type?: unknown; code?: unknown; errors?: unknown };
    if (typeof type === "string") return type;
    if (typeof code === "string") return code;
    if (Array.isArray(errors) && errors[0] !== undefined) return kafkaErrorType(errors[0]);
    if (at.name === "KafkaJSSASLAuthenticationError") return "SASL_AUTHENTICATION_FAILED";
  }
  return undefined;
}

/** A CONFIG_INVALID where somebody has to change something before it can work. */
export function misconfiguration(what: string, error: unknown): AppError | undefined {
  const reason = MISCONFIGURED[kafkaErrorType(error) ?? ""];
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
