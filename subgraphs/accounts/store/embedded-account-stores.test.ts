import { openTempDatabase } from "@marquee/platform/testing/temp-database.js";
import { expect, test } from "vitest";
import type { AccountStores } from "./account-stores.js";
import { credentialStoreContract } from "./credential-store.contract.js";
import { openEmbeddedAccountStores } from "./embedded-account-stores.js";
import type { OpenedStore } from "./opened-store.contract.js";
import { profileStoreContract } from "./profile-store.contract.js";
import { sessionStoreContract } from "./session-store.contract.js";

const TABLES = ["accounts_credentials", "accounts_sessions", "accounts_profiles", "accounts_user_counts"];

function opener<Store>(choose: (stores: AccountStores) => Store) {
  return async (): Promise<OpenedStore<Store>> => {
    const { database, close } = await openTempDatabase();
    return {
      store: choose(await openEmbeddedAccountStores(database)),
      empty: async () =>
        void (await database.write(TABLES.map((table) => ({ sql: `DELETE FROM ${table}`, paramSets: [[]] })))),
      close,
    };
  };
}

credentialStoreContract(
  "embedded",
  opener((stores) => stores.credentials),
);
sessionStoreContract(
  "embedded",
  opener((stores) => stores.sessions),
);
profileStoreContract(
  "embedded",
  opener((stores) => stores),
);

test("sessions that have expired are forgotten as new ones start", async () => {
  const { database, close } = await openTempDatabase();
  try {
    const { sessions } = await openEmbeddedAccountStores(database);
    const start = (tokenHash: string, now: number) =>
      sessions.start({ familyId: tokenHash, userId: "u", tokenHash, now, expiresAt: now + 1000 });
    await start("a", 0);
    await start("b", 1000);
    expect(await database.all("SELECT token_hash FROM accounts_sessions")).toEqual([{ token_hash: "b" }]);
  } finally {
    await close();
  }
});
