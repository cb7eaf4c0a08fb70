import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { AccountStores } from "./account-stores.js";
import type { OpenedStore } from "./opened-store.contract.js";

type ProfileStores = Pick<AccountStores, "profiles" | "profileFold">;

/** What every pair of a ProfileStore and a ProfileFoldStore must do. */
export function profileStoreContract(name: string, open: () => Promise<OpenedStore<ProfileStores>>): void {
  describe(`${name}: profiles`, () => {
    let opened: OpenedStore<ProfileStores>;
    let profiles: ProfileStores["profiles"];
    let fold: ProfileStores["profileFold"];
    beforeAll(async () => {
      opened = await open();
      ({ profiles, profileFold: fold } = opened.store);
    });
    beforeEach(() => opened.empty());
    afterAll(() => opened.close());

    const ada = { id: "a", name: "Ada 👩‍💻", retired: false, position: 1 };
    const bob = { id: "b", name: "Bob", retired: false, position: 0 };

    test("gives back names, and leaves out whom it does not know", async () => {
      await fold.write(0, { profiles: [ada, bob], count: { users: 2, position: 1 } });
      expect(await profiles.findByIds(["a", "nobody", "", "\u0000"])).toEqual([
        { id: "a", name: "Ada 👩‍💻", retired: false },
      ]);
      expect(await profiles.findByIds([])).toEqual([]);
    });

    test("the retired are found", async () => {
      await fold.write(0, { profiles: [ada], count: { users: 1, position: 1 } });
      await fold.write(0, { profiles: [{ ...ada, retired: true, position: 2 }], count: { users: 0, position: 2 } });
      expect(await profiles.findByIds(["a"])).toEqual([{ id: "a", name: ada.name, retired: true }]);
    });

    test("an older position never overwrites a newer one", async () => {
      await fold.write(0, { profiles: [{ ...ada, name: "New", position: 5 }], count: { users: 1, position: 5 } });
      await fold.write(0, { profiles: [{ ...ada, name: "Old", position: 4 }], count: { users: 7, position: 4 } });
      expect((await profiles.findByIds(["a"]))[0]?.name).toBe("New");
      expect(await profiles.count()).toBe(1);
    });

    test("tells the projection what is there", async () => {
      const nothing = { profiles: [], count: { users: 0, position: -1 } };
      expect(await fold.read(0, ["a", "b"])).toEqual(nothing);
      await fold.write(0, { profiles: [ada, { ...bob, retired: true }], count: { users: 1, position: 1 } });
      const { profiles: stored, count } = await fold.read(0, ["a", "b", "nobody"]);
      expect(new Set(stored)).toEqual(new Set([ada, { ...bob, retired: true }]));
      expect(count).toEqual({ users: 1, position: 1 });
      expect(await fold.read(1, [])).toEqual(nothing);
    });

    test("counts over all partitions", async () => {
      expect(await profiles.count()).toBe(0);
      await fold.write(0, { profiles: [], count: { users: 3, position: 2 ** 40 } });
      await fold.write(7, { profiles: [], count: { users: 4, position: 9 } });
      expect(await profiles.count()).toBe(7);
    });
  });
}
