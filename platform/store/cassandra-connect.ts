import { Client, type ClientOptions, type metrics, policies, types } from "cassandra-driver";
import { guardControlConnection } from "./cassandra-control-guard.js";
import { createDriverLogRelay } from "./cassandra-driver-log.js";
import { reasonToWait, refusalToConnect } from "./cassandra-failure.js";
import type { CassandraLimits, CassandraOptions } from "./cassandra-options.js";
import { FewRetries, SpeculativeReads } from "./cassandra-policies.js";
import { waitFor } from "./cassandra-wait.js";

const FIRST_RECONNECT_MS = 200;
const LAST_RECONNECT_MS = 3_000;

/**
 * A connected client, with no keyspace chosen. Where Cassandra is absent it waits, and says so, until it is there. Throws
 * CONFIG_INVALID for what waiting will not mend, UNAVAILABLE when the signal aborts.
 */
export async function connectCassandra(
  options: CassandraOptions,
  limits: CassandraLimits,
  driverMetrics: metrics.ClientMetrics,
): Promise<Client> {
  const relayLog = createDriverLogRelay(options.logger);
  return waitFor(options, async () => {
    // A client that could not connect can't be used again.
    const client = new Client({ ...clientOptions(options, limits), metrics: driverMetrics });
    relayLog(client);
    guardControlConnection(client, options.logger);
    try {
      await client.connect();
      return { value: client };
    } catch (error) {
      await client.shutdown().catch(() => undefined);
      const refusal = refusalToConnect(error);
      if (refusal !== null) throw refusal;
      return { waitingFor: `Cassandra at ${options.contactPoints.join(", ")}`, reason: reasonToWait(error, options) };
    }
  });
}

function clientOptions(options: CassandraOptions, limits: CassandraLimits): ClientOptions {
  const { contactPoints, localDatacenter, credentials, tls } = options;
  const port = /:(\d+)$/.exec(contactPoints[0] ?? "")?.[1];
  return {
    contactPoints: [...contactPoints],
    localDataCenter: localDatacenter,
    // The driver alone would take any certificate.
    ...(tls === undefined ? {} : { sslOptions: { ...definedOnly(tls), rejectUnauthorized: true } }),
    ...(credentials === undefined ? {} : { credentials }),
    protocolOptions: {
      ...(port === undefined ? {} : { port: Number(port) }),
      // Whoever changes the schema waits for agreement (cassandra-keyspace.ts).
      maxSchemaAgreementWaitSeconds: 0,
    },
    policies: {
      // Its default of ten minutes between attempts would keep a healed node away.
      reconnection: new policies.reconnection.ExponentialReconnectionPolicy(
        FIRST_RECONNECT_MS,
        LAST_RECONNECT_MS,
        false,
      ),
      retry: new FewRetries(),
      speculativeExecution: new SpeculativeReads(limits.speculateAfterMs, limits.speculations),
    },
    queryOptions: {
      consistency: types.consistencies.localQuorum,
      serialConsistency: types.consistencies.localSerial,
      prepare: true,
      isIdempotent: false,
    },
    socketOptions: { readTimeout: limits.writeTimeoutMs, defunctReadTimeoutThreshold: 16 },
    pooling: { heartBeatInterval: 5_000, maxRequestsPerConnection: 2_048 },
    encoding: { copyBuffer: true },
  };
}

function definedOnly<Value extends object>(value: Value): Value {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as Value;
}
