import { migrateEmbedded } from "@marquee/platform/store/migrate-embedded.js";
import type { SqliteDatabase } from "@marquee/platform/store/sqlite-database.js";
import type { AccountStores } from "./account-stores.js";
import { ACCOUNT_MIGRATIONS } from "./embedded-account-tables.js";
import { createEmbeddedCredentialStore } from "./embedded-credential-store.js";
import { createEmbeddedProfileFoldStore } from "./embedded-profile-fold-store.js";
import { createEmbeddedProfileStore } from "./embedded-profile-store.js";
import { createEmbeddedSessionStore } from "./embedded-session-store.js";

/** Makes or migrates the tables. Throws STORE_TOO_NEW. */
export async function openEmbeddedAccountStores(database: SqliteDatabase): Promise<AccountStores> {
  await migrateEmbedded(database, "accounts", ACCOUNT_MIGRATIONS);
  return {
    credentials: createEmbeddedCredentialStore(database),
    sessions: createEmbeddedSessionStore(database),
    profiles: createEmbeddedProfileStore(database),
    profileFold: createEmbeddedProfileFoldStore(database),
  };
}
