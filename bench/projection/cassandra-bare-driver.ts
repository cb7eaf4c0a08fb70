import type { CassandraConfig } from "@marquee/platform/config/cassandra-config.js";
import type { CqlMutation } from "@marquee/platform/store/cql-database.js";
import { Client, types } from "cassandra-driver";

export interface BareDriver {
  /** Each mutation as one unlogged batch, prepared, at LOCAL_QUORUM, `inFlight` of them at once. */
  write(mutations: readonly CqlMutation[], inFlight: number): Promise<void>;
  close(): Promise<void>;
}

/** cassandra-driver and nothing around it. */
export async function openBareDriver(
  contactPoints: readonly string[],
  localDataCenter: string,
  keyspace: string,
): Promise<BareDriver> {
  const client = new Client({ contactPoints: [...contactPoints], localDataCenter, keyspace });
  await client.connect();
  const options = { prepare: true, logged: false, consistency: types.consistencies.localQuorum, isIdempotent: true };
  return {
    async write(mutations, inFlight) {
      const left = mutations.values();
      await Promise.all(
        Array.from({ length: inFlight }, async () => {
          for (const mutation of left) {
            const calls = mutation.map(({ statement, values }) => ({ query: statement.cql, params: [...values] }));
            await client.batch(calls, options);
          }
        }),
      );
    },
    close: () => client.shutdown(),
  };
}

export async function dropKeyspace(
  { CASSANDRA_CONTACT_POINTS, CASSANDRA_LOCAL_DATACENTER }: CassandraConfig,
  keyspace: string,
): Promise<void> {
  const client = new Client({
    contactPoints: [...CASSANDRA_CONTACT_POINTS],
    localDataCenter: CASSANDRA_LOCAL_DATACENTER,
  });
  await client.connect();
  await client.execute(`DROP KEYSPACE IF EXISTS ${keyspace}`);
  await client.shutdown();
}
