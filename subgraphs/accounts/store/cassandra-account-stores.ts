import type { Clock } from "@marquee/platform/clock/clock.js";
import type { CqlDatabase } from "@marquee/platform/store/cql-database.js";
import type { AccountStores } from "./account-stores.js";
import { createCassandraCredentialStore } from "./cassandra-credential-store.js";
import { createCassandraProfileFoldStore } from "./cassandra-profile-fold-store.js";
import { createCassandraProfileStore } from "./cassandra-profile-store.js";
import { createCassandraSessionStore } from "./cassandra-session-store.js";

export interface CassandraAccountDatabases {
  /** Of credentials and sessions: schema/tables/credentials. */
  own: CqlDatabase;
  /** Of profiles: schema/tables/accounts. */
  folded: CqlDatabase;
  clock: Clock;
}

/** On tables that migrateCassandra has made. */
export function openCassandraAccountStores({ own, folded, clock }: CassandraAccountDatabases): AccountStores {
  return {
    credentials: createCassandraCredentialStore(own, clock),
    sessions: createCassandraSessionStore(own),
    profiles: createCassandraProfileStore(folded),
    profileFold: createCassandraProfileFoldStore(folded),
  };
}
