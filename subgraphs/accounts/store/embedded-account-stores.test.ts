import { migrateEmbedded } from "@marquee/platform/store/migrate-embedded.js";
import type { SqliteDatabase } from "@marquee/platform/store/sqlite-database.js";
import { openTempDatabase } from "@marquee/platform/testing/temp-database.js";
import { credentialStoreContract } from "./credential-store.contract.js";
import { ACCOUNT_MIGRATIONS } from "./embedded-account-tables.js";
import { createEmbeddedCredentialStore } from "./embedded-credential-store.js";
import { createEmbeddedProfileStore } from "./embedded-profile-store.js";
import { createEmbeddedSessionStore } from "./embedded-session-store.js";
import type { OpenedStore } from "./opened-store.contract.js";
import { profileStoreContract } from "./profile-store.contract.js";
import { sessionStoreContract } from "./session-store.contract.js";

function opener<Store>(table: string, create: (database: SqliteDatabase) => Store) {
  return async (): Promise<OpenedStore<Store>> => {
    const { database, close } = await openTempDatabase();
    await migrateEmbedded(database, "accounts", ACCOUNT_MIGRATIONS);
    return {
      store: create(database),
      async empty() {
        await database.write([{ sql: `DELETE FROM ${table}`, paramSets: [[]] }]);
      },
      close,
    };
  };
}

credentialStoreContract("embedded-credential-store", opener("accounts_credentials", createEmbeddedCredentialStore));
sessionStoreContract("embedded-session-store", opener("accounts_sessions", createEmbeddedSessionStore));
profileStoreContract("embedded-profile-store", opener("accounts_profiles", createEmbeddedProfileStore));
