import { join } from "node:path";
import { kafkaSecuritySettings } from "./kafka-security-config.js";
import { DATA_FOLDER, type NodePlan, nodeFolder, nodesOf, type SetPlan } from "./set-plan.js";

/** Partitions of the topic that keeps groups' offsets: enough to spread over three brokers, few enough to load at once. */
export const OFFSETS_PARTITIONS = 8;

/** How many of the replicas must have a message before a producer that asks for all is answered. */
export function minInsync(brokers: number): number {
  return brokers === 3 ? 2 : 1;
}

/** server.properties of a broker that is a controller as well. */
export function renderKafkaProperties(node: NodePlan, set: SetPlan): string {
  const brokers = nodesOf(set, "kafka");
  const protocol = set.security === undefined ? "PLAINTEXT" : "SASL_SSL";
  const clients = `${protocol}://${node.host}:${node.port}`;
  const replicas = brokers.length;
  const settings: Record<string, string | number | boolean> = {
    "process.roles": "broker,controller",
    "node.id": node.index,
    "controller.quorum.voters": brokers
      .map(({ index, host, internalPort }) => `${index}@${host}:${internalPort}`)
      .join(),
    listeners: `${clients},CONTROLLER://${node.host}:${node.internalPort}`,
    "advertised.listeners": clients,
    "controller.listener.names": "CONTROLLER",
    "listener.security.protocol.map": `${protocol}:${protocol},CONTROLLER:PLAINTEXT`,
    "log.dirs": join(nodeFolder(set, node), DATA_FOLDER),
    "auto.create.topics.enable": false,
    "unclean.leader.election.enable": false,
    "default.replication.factor": replicas,
    "min.insync.replicas": minInsync(replicas),
    "offsets.topic.replication.factor": replicas,
    "offsets.topic.num.partitions": OFFSETS_PARTITIONS,
    "transaction.state.log.replication.factor": replicas,
    "transaction.state.log.min.isr": minInsync(replicas),
    // A group of one test begins to read at once.
    "group.initial.rebalance.delay.ms": 0,
    // 128 MB by default, which is half of the heap.
    "log.cleaner.dedupe.buffer.size": 16 * 2 ** 20,
    ...(set.security !== undefined && kafkaSecuritySettings(set.dir, set.security)),
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${escapeProperty(String(value))}\n`)
    .join("");
}

/** Java reads these files as Latin 1, with backslash escapes. */
function escapeProperty(value: string): string {
  return value
    .replaceAll("\\", "\\\\")
    .replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
