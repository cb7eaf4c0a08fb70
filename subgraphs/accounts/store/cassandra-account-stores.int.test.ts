import { systemClock } from "@marquee/platform/clock/clock.js";
import { openTestCassandra } from "@marquee/platform/testing/cassandra-test-database.js";
import { readTableMigrations } from "@marquee/schema/tables/read-table-migrations.js";
import { afterAll, inject } from "vitest";
import { openCassandraAccountStores } from "./cassandra-account-stores.js";
import { credentialStoreContract } from "./credential-store.contract.js";
import { profileStoreContract } from "./profile-store.contract.js";
import { sessionStoreContract } from "./session-store.contract.js";

const owners = [readTableMigrations("accounts"), readTableMigrations("credentials")];
const { database, truncate, close } = await openTestCassandra(inject("cassandra"), owners);
afterAll(close);
const stores = openCassandraAccountStores({ own: database, folded: database, clock: systemClock });

/** All suites share one keyspace, and end before it does. */
function opener<Store>(store: Store, ...tables: string[]) {
  return async () => ({ store, empty: () => truncate(...tables), close: async () => {} });
}

credentialStoreContract(
  "cassandra",
  opener(stores.credentials, ...["accounts_credentials", "accounts_emails", "accounts_unpublished", "accounts_admins"]),
);
sessionStoreContract("cassandra", opener(stores.sessions, "accounts_session_tokens", "accounts_session_families"));
profileStoreContract("cassandra", opener(stores, "accounts_profiles", "accounts_user_counts"));
