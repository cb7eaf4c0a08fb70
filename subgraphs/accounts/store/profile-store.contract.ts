import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { OpenedStore } from "./opened-store.contract.js";
import type { ProfileStore } from "./profile-store.js";

/** What every adapter of ProfileStore must do. */
export function profileStoreContract(name: string, open: () => Promise<OpenedStore<ProfileStore>>): void {
  describe(`${name} is a ProfileStore`, () => {
    let opened: OpenedStore<ProfileStore>;
    let store: ProfileStore;
    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    beforeEach(() => opened.empty());
    afterAll(() => opened.close());

    const only = async () => (await store.findByIds(["a"]))[0];

    test("gives back names, and leaves out whom it does not know", async () => {
      await store.upsertMany([
        { id: "a", name: "Ada 👩‍💻", position: 1 },
        { id: "b", name: "Bob", position: 2 },
      ]);
      expect(await store.findByIds(["a", "nobody", ""])).toEqual([{ id: "a", name: "Ada 👩‍💻", retired: false }]);
      expect(await store.count()).toBe(2);
      expect(await store.findByIds([])).toEqual([]);
    });

    test("an older position never overwrites a newer one", async () => {
      await store.upsertMany([{ id: "a", name: "New", position: 5 }]);
      await store.upsertMany([{ id: "a", name: "Old", position: 4 }]);
      await store.retireMany([{ id: "a", position: 3 }]);
      expect(await only()).toEqual({ id: "a", name: "New", retired: false });
    });

    test("the retired are found and not counted, until they come back", async () => {
      await store.upsertMany([{ id: "a", name: "Ada", position: 1 }]);
      await store.retireMany([
        { id: "a", position: 2 },
        { id: "nobody", position: 3 },
      ]);
      expect(await only()).toEqual({ id: "a", name: "Ada", retired: true });
      expect(await store.count()).toBe(0);
      await store.upsertMany([{ id: "a", name: "Ada", position: 1 }]);
      expect((await only())?.retired).toBe(true);
      await store.upsertMany([{ id: "a", name: "Ada", position: 4 }]);
      expect((await only())?.retired).toBe(false);
    });
  });
}
