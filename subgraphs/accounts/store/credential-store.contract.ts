import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { CredentialStore, NewCredential } from "./credential-store.js";
import type { OpenedStore } from "./opened-store.contract.js";

const ada: NewCredential = {
  userId: "u1",
  email: "ada@example.org",
  name: "Ada",
  passwordHash: "$scrypt$…",
  roles: ["USER"],
  createdAt: 1_700_000_000_000,
};

/** What every adapter of CredentialStore must do. */
export function credentialStoreContract(name: string, open: () => Promise<OpenedStore<CredentialStore>>): void {
  describe(`${name} is a CredentialStore`, () => {
    let opened: OpenedStore<CredentialStore>;
    let store: CredentialStore;
    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    beforeEach(() => opened.empty());
    afterAll(() => opened.close());

    test("gives back what was claimed, by e-mail and by user", async () => {
      expect(await store.claim(ada)).toBe(true);
      expect(await store.findByEmail(ada.email)).toEqual({ ...ada, published: false });
      expect(await store.findByUserIds(["nobody", "u1"])).toEqual([{ ...ada, published: false }]);
      expect(await store.findByEmail("nobody@example.org")).toBeNull();
      expect(await store.findByUserIds([])).toEqual([]);
    });

    test("an e-mail has one account, whoever comes first", async () => {
      const claims = await Promise.all(["u1", "u2", "u3"].map((userId) => store.claim({ ...ada, userId })));
      expect(claims.filter((claimed) => claimed)).toHaveLength(1);
      const winner = ["u1", "u2", "u3"][claims.indexOf(true)];
      expect((await store.findByEmail(ada.email))?.userId).toBe(winner);
    });

    test("what was released can be claimed again", async () => {
      await store.claim(ada);
      await store.release("u1");
      expect(await store.findByEmail(ada.email)).toBeNull();
      expect(await store.claim({ ...ada, userId: "u2" })).toBe(true);
    });

    test("an account whose profile is published is not released", async () => {
      await store.claim(ada);
      await store.markPublished("u1");
      await store.release("u1");
      expect(await store.findByEmail(ada.email)).toEqual({ ...ada, published: true });
    });

    test("finds who is not published, oldest first, so many at once", async () => {
      for (const [n, userId] of ["u3", "u1", "u2"].entries()) {
        await store.claim({ ...ada, userId, email: `${userId}@example.org`, createdAt: n });
      }
      await store.markPublished("u1");
      expect((await store.findUnpublished(10)).map((account) => account.userId)).toEqual(["u3", "u2"]);
      expect((await store.findUnpublished(1)).map((account) => account.userId)).toEqual(["u3"]);
    });

    test("knows whether there is an administrator", async () => {
      await store.claim(ada);
      expect(await store.hasAdmin()).toBe(false);
      await store.claim({ ...ada, userId: "u2", email: "root@example.org", roles: ["USER", "ADMIN"] });
      expect(await store.hasAdmin()).toBe(true);
    });
  });
}
