import { Client, type types } from "cassandra-driver";

/** The rows that one statement gives in a keyspace of a story's processes. */
export async function askKeyspace(contactPoint: string, keyspace: string, statement: string): Promise<types.Row[]> {
  const client = new Client({ contactPoints: [contactPoint], localDataCenter: "datacenter1", keyspace });
  try {
    return (await client.execute(statement)).rows ?? [];
  } finally {
    await client.shutdown();
  }
}

/** Drops a keyspace that a story's processes have made. */
export async function dropKeyspace(contactPoint: string, keyspace: string): Promise<void> {
  const client = new Client({
    contactPoints: [contactPoint],
    localDataCenter: "datacenter1",
    socketOptions: { readTimeout: 60_000 },
  });
  try {
    await client.execute(`DROP KEYSPACE IF EXISTS ${keyspace}`);
  } finally {
    await client.shutdown();
  }
}
