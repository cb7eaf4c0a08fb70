import { Client } from "cassandra-driver";

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
