import { setTimeout as wait } from "node:timers/promises";
import { type Client, errors, type Host, types } from "cassandra-driver";
import { AppError } from "../errors/app-error.js";
import { isPassing, mayBeStored, readFailure, textOf, writeFailure } from "./cassandra-failure.js";
import type { CassandraOptions, CassandraReplication } from "./cassandra-options.js";
import { waitFor } from "./cassandra-wait.js";

const KEYSPACE_NAME = /^[a-z][a-z0-9_]{0,47}$/;
const DATACENTER_NAME = /^[\w.-]+$/;
const SCHEMA_TIMEOUT_MS = 30_000;
const AGREED_WITHIN_MS = 20_000;
/** The driver itself looks twice a second, which is most of the time that migrations take. */
const AGREEMENT_POLL_MS = 25;

/** Makes the keyspace, or waits until somebody else has, and chooses it for every connection of the client. */
export async function useKeyspace(client: Client, options: CassandraOptions): Promise<void> {
  const { keyspace, replication, localDatacenter } = options;
  if (!KEYSPACE_NAME.test(keyspace)) {
    throw new AppError(
      "CONFIG_INVALID",
      `"${keyspace}" can't be a keyspace: use up to 48 of a-z, 0-9 and _, a letter first.`,
    );
  }
  await waitFor(options, async () => {
    try {
      if (!(await exists(client, keyspace))) {
        if (replication === undefined) return { waitingFor: `keyspace ${keyspace}`, reason: "migrations make it" };
        await changeSchema(client, [createKeyspace(keyspace, copiesOf(replication, localDatacenter))]);
      }
      await client.execute(`USE ${keyspace}`, [], { prepare: false });
      return { value: undefined };
    } catch (error) {
      const passing = error instanceof AppError ? error.retriable : isPassing(error) || isNotKnownYet(error);
      if (passing) return { waitingFor: `keyspace ${keyspace}`, reason: textOf(error) };
      throw readFailure(error);
    }
  });
}

/** A node has the row of a new keyspace before it knows of the keyspace. */
function isNotKnownYet(error: unknown): boolean {
  return error instanceof errors.ResponseError && /keyspace .* does not exist/i.test(error.message);
}

/**
 * Statements of DDL, one after the other at one node; resolves when all nodes agree on the schema. Nodes hear of one another's schema
 * once a second, so that statements which need not wait for each other are best given together; `before` each of them, something may
 * be done. Throws UNAVAILABLE when nodes do not agree in time, UNKNOWN_OUTCOME when it may have been done.
 */
export async function changeSchema(
  client: Client,
  statements: readonly string[],
  before?: () => Promise<void>,
): Promise<void> {
  let changedBy: Host | undefined;
  for (const ddl of statements) {
    await before?.();
    changedBy = await change(client, ddl, changedBy);
  }
  try {
    await agreed(client, changedBy);
  } catch (error) {
    throw writeFailure(error, mayBeStored(error));
  }
}

/** The node that changed it: the others may not know of it yet, nor of what it did before. */
async function change(client: Client, ddl: string, host: Host | undefined): Promise<Host | undefined> {
  const unprepared = { prepare: false, isIdempotent: false, readTimeout: SCHEMA_TIMEOUT_MS };
  try {
    const { info } = await client.execute(ddl, [], host === undefined ? unprepared : { ...unprepared, host });
    return client.hosts.get(info.queriedHost);
  } catch (error) {
    throw writeFailure(error, mayBeStored(error));
  }
}

/** Asked of the node that changed it: others may still agree on what was before. */
async function agreed(client: Client, changedBy: Host | undefined): Promise<void> {
  const deadline = performance.now() + AGREED_WITHIN_MS;
  do {
    // A node that has just changed its schema may be too busy to say so.
    if (changedBy !== undefined && (await agree(client, changedBy).catch(falseIfPassing))) return;
    await wait(AGREEMENT_POLL_MS);
  } while (performance.now() < deadline);
  throw new AppError("UNAVAILABLE", "Cassandra's nodes do not agree on the schema; are all of them up?");
}

/** Whether a node knows of one version alone, its own and those of its peers. */
async function agree(client: Client, host: Host): Promise<boolean> {
  const asked = { host, prepare: false, isIdempotent: true, consistency: types.consistencies.one };
  const [local, peers] = await Promise.all([
    client.execute("SELECT schema_version FROM system.local", [], asked),
    client.execute("SELECT schema_version FROM system.peers", [], asked),
  ]);
  const versions = [...local.rows, ...peers.rows].flatMap(({ schema_version }) => schema_version ?? []);
  return new Set(versions.map(String)).size === 1;
}

function falseIfPassing(error: unknown): false {
  if (isPassing(error)) return false;
  throw error;
}

async function exists(client: Client, keyspace: string): Promise<boolean> {
  const sql = "SELECT keyspace_name FROM system_schema.keyspaces WHERE keyspace_name = ?";
  return (await client.execute(sql, [keyspace], { isIdempotent: true })).rowLength > 0;
}

function copiesOf(replication: CassandraReplication, localDatacenter: string): Readonly<Record<string, number>> {
  return typeof replication === "number" ? { [localDatacenter]: replication } : replication;
}

function createKeyspace(keyspace: string, copies: Readonly<Record<string, number>>): string {
  const datacenters = Object.entries(copies).map(([name, count]) => {
    if (!DATACENTER_NAME.test(name)) throw new AppError("CONFIG_INVALID", `"${name}" can't be a datacenter's name.`);
    return `'${name}': ${count}`;
  });
  const replication = ["'class': 'NetworkTopologyStrategy'", ...datacenters].join(", ");
  return `CREATE KEYSPACE IF NOT EXISTS ${keyspace} WITH replication = {${replication}}`;
}
