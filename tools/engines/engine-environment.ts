import { encodeJwtKey } from "@marquee/platform/config/jwt-key.js";
import { type Keys, loadKeys } from "@marquee/platform/config/load-keys.js";
import { CASSANDRA_DATACENTER } from "./cassandra-datacenter.js";
import { minInsync } from "./kafka-config.js";
import { nodesOf, type SetPlan } from "./set-plan.js";
import { certificateFile } from "./set-security.js";

/** The variables with which Marquee runs on this set; those of engines that it has not are left out. No value has a space, but for what a folder's path has. */
export function engineEnvironment(set: SetPlan, keys: Keys): Record<string, string> {
  const [cassandra, kafka] = [nodesOf(set, "cassandra"), nodesOf(set, "kafka")];
  const addresses = (nodes: typeof kafka) => nodes.map(({ host, port }) => `${host}:${port}`).join();
  return {
    ...(cassandra.length > 0 && {
      STORE: "cassandra",
      CASSANDRA_CONTACT_POINTS: addresses(cassandra),
      CASSANDRA_LOCAL_DATACENTER: CASSANDRA_DATACENTER,
      CASSANDRA_REPLICATION: String(cassandra.length),
      ...cassandraAccess(set),
    }),
    ...(kafka.length > 0 && {
      EVENT_LOG: "kafka",
      KAFKA_BROKERS: addresses(kafka),
      KAFKA_REPLICATION: String(kafka.length),
      KAFKA_MIN_INSYNC: String(minInsync(kafka.length)),
      ...kafkaAccess(set),
    }),
    CURSOR_KEYS: keys.cursorKeys.join(),
    GATEWAY_SECRETS: keys.gatewaySecrets.join(),
    JWT_KEYS: keys.jwtKeys.map(encodeJwtKey).join(),
  };
}

function cassandraAccess(set: SetPlan): Record<string, string> {
  if (set.security === undefined) return {};
  const { username, password } = set.security.cassandra;
  return {
    CASSANDRA_USERNAME: username,
    CASSANDRA_PASSWORD: password,
    CASSANDRA_TLS: "on",
    CASSANDRA_TLS_CA: certificateFile(set),
  };
}

/** The brokers take SCRAM as well, with the same name and password. */
function kafkaAccess(set: SetPlan): Record<string, string> {
  if (set.security === undefined) return {};
  const { username, password } = set.security.kafka;
  return {
    KAFKA_SASL_MECHANISM: "plain",
    KAFKA_SASL_USERNAME: username,
    KAFKA_SASL_PASSWORD: password,
    KAFKA_TLS: "on",
    KAFKA_TLS_CA: certificateFile(set),
  };
}

/** The set's own keys: made once, kept in its folder for this user alone. */
export function keysOf(set: SetPlan): Promise<Keys> {
  return loadKeys({ dataDir: set.dir });
}
