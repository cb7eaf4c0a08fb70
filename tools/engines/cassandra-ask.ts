// Whether Cassandra serves, asked in its native protocol.
import { Client, errors, policies, types } from "cassandra-driver";
import { CASSANDRA_DATACENTER } from "./cassandra-datacenter.js";
import type { NodePlan } from "./set-plan.js";
import type { ClientAccess } from "./set-security.js";

type Node = Pick<NodePlan, "index" | "host" | "port">;

const CONNECT_TIMEOUT_MS = 2_000;
const READ_TIMEOUT_MS = 10_000;

/** Throws unless this very node answers a query. */
export function askCassandraNode(node: Node, access?: ClientAccess): Promise<void> {
  return withNode(node, access, async (client) => {
    await client.execute("SELECT release_version FROM system.local");
  });
}

/** Throws unless each node knows all others, holds the same schema, and reads what all of them have to answer. */
export async function askCassandraNodes(nodes: readonly Node[], access?: ClientAccess): Promise<void> {
  for (const node of nodes) {
    await withNode(node, access, async (client) => {
      const local = await client.execute("SELECT schema_version FROM system.local");
      const peers = await client.execute("SELECT schema_version FROM system.peers_v2");
      const versions = new Set([...local.rows, ...peers.rows].map((row) => String(row.schema_version)));
      if (peers.rowLength !== nodes.length - 1) {
        throw new Error(`cassandra ${node.index} knows ${peers.rowLength} of ${nodes.length - 1} other nodes`);
      }
      if (versions.size !== 1) throw new Error(`cassandra ${node.index} sees ${versions.size} schema versions`);
      const table = TABLES_BY_REPLICATION[nodes.length];
      if (table !== undefined) {
        await client.execute(`SELECT * FROM ${table} LIMIT 1`, [], { consistency: types.consistencies.all });
      }
    });
  }
}

/** Cassandra's own tables that are replicated as often as there are nodes, so that ALL of them must be up to read one. */
const TABLES_BY_REPLICATION: Readonly<Record<number, string>> = {
  2: "system_traces.sessions",
  3: "system_distributed.repair_history",
};

async function withNode(
  node: Node,
  access: ClientAccess | undefined,
  ask: (client: Client) => Promise<void>,
): Promise<void> {
  const address = `${node.host}:${node.port}`;
  const client = new Client({
    contactPoints: [address],
    localDataCenter: CASSANDRA_DATACENTER,
    policies: {
      loadBalancing: new policies.loadBalancing.AllowListPolicy(new policies.loadBalancing.RoundRobinPolicy(), [
        address,
      ]),
      retry: new policies.retry.FallthroughRetryPolicy(),
    },
    ...(access !== undefined && {
      credentials: { username: access.username, password: access.password },
      sslOptions: { ca: access.ca, rejectUnauthorized: true },
    }),
    socketOptions: { connectTimeout: CONNECT_TIMEOUT_MS, readTimeout: READ_TIMEOUT_MS },
  });
  try {
    await client.connect();
    await ask(client);
  } catch (error) {
    throw new Error(reasonOf(error), { cause: error });
  } finally {
    await client.shutdown();
  }
}

/** The driver's "all hosts tried" hides what the one host said. */
function reasonOf(error: unknown): string {
  if (error instanceof errors.NoHostAvailableError) {
    const [inner] = Object.values(error.innerErrors ?? {}) as unknown[];
    if (inner instanceof Error) return inner.message;
  }
  return error instanceof Error ? error.message : String(error);
}
