// Whether Kafka serves: an open port says little, for the first seconds a broker finds no coordinator.
import { type Admin, Kafka, logLevel } from "kafkajs";
import { OFFSETS_PARTITIONS } from "./kafka-config.js";
import type { NodePlan } from "./set-plan.js";
import type { ClientAccess } from "./set-security.js";

/** Consecutive names have consecutive hashes in Java, so that each falls to another partition of the offsets' topic. */
const GROUPS = Array.from({ length: OFFSETS_PARTITIONS }, (_, number) => `ready-${number}`);

/** Throws unless this very broker is in service, and each group's coordinator is there. */
export function askKafkaBroker(node: NodePlan, clusterId: string, access?: ClientAccess): Promise<void> {
  return withBroker(node, access, async (admin) => {
    await checkCluster(admin, [node], clusterId);
    await admin.describeGroups(GROUPS);
  });
}

/** Throws unless each broker knows all of them. */
export async function askKafkaBrokers(
  nodes: readonly NodePlan[],
  clusterId: string,
  access?: ClientAccess,
): Promise<void> {
  for (const node of nodes) await withBroker(node, access, (admin) => checkCluster(admin, nodes, clusterId));
}

async function checkCluster(admin: Admin, expected: readonly NodePlan[], clusterId: string): Promise<void> {
  const cluster = await admin.describeCluster();
  if (cluster.clusterId !== clusterId) throw new Error(`a broker of another cluster (${cluster.clusterId}) answers`);
  const known = new Set(cluster.brokers.map(({ nodeId }) => nodeId));
  for (const { index } of expected) {
    if (!known.has(index)) throw new Error(`kafka ${index} is not in service yet`);
  }
}

async function withBroker(
  node: NodePlan,
  access: ClientAccess | undefined,
  ask: (admin: Admin) => Promise<void>,
): Promise<void> {
  const kafka = new Kafka({
    clientId: "engines",
    brokers: [`${node.host}:${node.port}`],
    connectionTimeout: 2_000,
    requestTimeout: 5_000,
    retry: { retries: 0 },
    logLevel: logLevel.NOTHING,
    ...(access !== undefined && {
      ssl: { ca: access.ca },
      sasl: { mechanism: "plain", username: access.username, password: access.password },
    }),
  });
  const admin = kafka.admin();
  try {
    await admin.connect();
    await ask(admin);
  } finally {
    await admin.disconnect();
  }
}
