import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AliasTable, MAX_ALIASES } from "./alias-table.js";
import { findFamilies } from "./find-families.js";

/** What every AliasTable must do. */
export function aliasTableContract(
  name: string,
  open: () => Promise<{ table: AliasTable; close(): Promise<void> }>,
): void {
  describe(`${name} as AliasTable`, () => {
    let opened: Awaited<ReturnType<typeof open>>;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened?.close());
    let tests = 0;
    const ids = (...names: string[]) => names.map((id) => `${tests}.${id}`);
    const fresh = (...names: string[]) => {
      tests += 1;
      return ids(...names) as [string, string, string, string];
    };
    const write = (position: number, id: string, replacedBy: string | null) =>
      opened.table.write([{ id, replacedBy, position }]);
    const familyOf = async (id: string) => (await findFamilies(opened.table, [id]))[0];

    it("lets an id that nothing was ever said of stand for itself", async () => {
      const [a] = fresh("a");
      expect(await familyOf(a)).toEqual({ id: a, members: [a] });
    });

    it("finds all ids of one thing, whichever is asked for", async () => {
      const [a, b, c] = fresh("a", "b", "c");
      await write(1, b, a);
      await write(2, c, a);
      for (const id of [a, b, c]) expect(await familyOf(id)).toEqual({ id: a, members: [a, b, c] });
    });

    it("follows chains, whatever came first", async () => {
      const [a, b, c, d] = fresh("a", "b", "c", "d");
      await write(1, c, b);
      await write(2, b, a);
      await write(3, d, c);
      for (const id of [a, b, c, d]) expect(await familyOf(id)).toEqual({ id: a, members: [a, b, c, d] });
    });

    it("lets one that comes back stand for itself, and keep what it stands for", async () => {
      const [a, b, c] = fresh("a", "b", "c");
      await write(1, c, b);
      await write(2, b, a);
      await write(3, b, null);
      expect(await familyOf(a)).toEqual({ id: a, members: [a] });
      expect(await familyOf(c)).toEqual({ id: b, members: [b, c] });
    });

    it("moves one that is replaced by another than before", async () => {
      const [a, b, c] = fresh("a", "b", "c");
      await write(1, c, a);
      await write(2, c, b);
      expect(await familyOf(a)).toEqual({ id: a, members: [a] });
      expect(await familyOf(b)).toEqual({ id: b, members: [b, c] });
    });

    it("keeps the newest word when older ones come again", async () => {
      const [a, b] = fresh("a", "b");
      await write(5, b, null);
      await write(6, b, a);
      await write(7, b, null);
      await write(6, b, a);
      expect(await familyOf(b)).toEqual({ id: b, members: [b] });
    });

    it("takes steps of one batch in order", async () => {
      const [a, b, c] = fresh("a", "b", "c");
      await opened.table.write([
        { id: b, replacedBy: a, position: 1 },
        { id: c, replacedBy: null, position: 2 },
        { id: b, replacedBy: null, position: 3 },
        { id: c, replacedBy: a, position: 4 },
      ]);
      expect(await familyOf(a)).toEqual({ id: a, members: [a, c] });
    });

    it("ends where ids stand for each other", async () => {
      const [a, b] = fresh("a", "b");
      await write(1, a, b);
      await write(2, b, a);
      expect((await familyOf(a))?.members.toSorted()).toEqual([a, b]);
    });

    it(`gives ${MAX_ALIASES} aliases at most`, async () => {
      const [a] = fresh("a");
      for (let index = 0; index < MAX_ALIASES + 3; index++) await write(index, `${a}${index}`, a);
      expect((await familyOf(a))?.members).toHaveLength(MAX_ALIASES + 1);
    });
  });
}
