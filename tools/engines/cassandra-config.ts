import { join } from "node:path";
import { DATA_FOLDER, type NodePlan, nodeFolder, nodesOf, type SetPlan } from "./set-plan.js";
import { keystoreFile } from "./set-security.js";

/** Logs go to the console, which is the node's log file. */
export const LOGBACK_XML = `<configuration>
  <appender name="console" class="ch.qos.logback.core.ConsoleAppender">
    <encoder><pattern>%d %level %logger{0} %msg%n%ex</pattern></encoder>
  </appender>
  <root level="WARN"><appender-ref ref="console"/></root>
</configuration>
`;

/** A node's cassandra.yaml: small caches and memtables, for machines that run other things beside it. */
export function renderCassandraYaml(node: NodePlan, set: SetPlan): string {
  const data = join(nodeFolder(set, node), DATA_FOLDER);
  const settings: Record<string, unknown> = {
    cluster_name: `marquee-${set.clusterId}`,
    num_tokens: 16,
    partitioner: "org.apache.cassandra.dht.Murmur3Partitioner",
    endpoint_snitch: "SimpleSnitch",
    listen_address: node.host,
    rpc_address: node.host,
    native_transport_port: node.port,
    storage_port: node.internalPort,
    seed_provider: [
      { class_name: "org.apache.cassandra.locator.SimpleSeedProvider", parameters: [{ seeds: seeds(node, set) }] },
    ],
    data_file_directories: [join(data, "tables")],
    commitlog_directory: join(data, "commitlog"),
    saved_caches_directory: join(data, "saved_caches"),
    hints_directory: join(data, "hints"),
    cdc_raw_directory: join(data, "cdc_raw"),
    commitlog_sync: "periodic",
    commitlog_sync_period: "10000ms",
    commitlog_segment_size: "16MiB",
    commitlog_total_space: "256MiB",
    memtable_heap_space: "64MiB",
    memtable_offheap_space: "64MiB",
    file_cache_size: "32MiB",
    key_cache_size: "16MiB",
    counter_cache_size: "0MiB",
    concurrent_compactors: 1,
    // Dropping a keyspace frees its disk at once.
    auto_snapshot: false,
    ...(set.security !== undefined && {
      authenticator: "PasswordAuthenticator",
      client_encryption_options: {
        enabled: true,
        optional: false,
        store_type: "PKCS12",
        keystore: keystoreFile(set),
        keystore_password: set.security.keystorePassword,
      },
    }),
  };
  // JSON is YAML, and quotes whatever a path may hold.
  return Object.entries(settings)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}\n`)
    .join("");
}

/**
 * A new cluster begins with node 1, the only one that names itself: a node that does takes its place without asking for data.
 * Every node names the others as well, so that it can be started again while node 1 is down.
 */
function seeds(node: NodePlan, set: SetPlan): string {
  return nodesOf(set, "cassandra")
    .filter((other) => node.index === 1 || other.index !== node.index)
    .map((other) => `${other.host}:${other.internalPort}`)
    .join(",");
}
