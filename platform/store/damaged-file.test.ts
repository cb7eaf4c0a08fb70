import { open, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openSqliteDatabase } from "./open-sqlite-database.js";
import { withTemporaryFolder } from "./testing/with-temporary-folder.js";

const PAGE = 4096;
const DAMAGED = {
  code: "STORE_DAMAGED",
  message: expect.stringContaining("is damaged: restore a backup or delete it"),
};

async function withFilledFile(use: (file: string, pages: number) => Promise<void>): Promise<void> {
  await withTemporaryFolder(async (folder) => {
    const file = join(folder, "marquee.db");
    const database = await openSqliteDatabase({ file });
    const paramSets = Array.from({ length: 2_000 }, (_, id) => [id, "x".repeat(100)]);
    await database.write([
      { sql: "CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT)", paramSets: [[]] },
      { sql: "INSERT INTO items (id, name) VALUES (?, ?)", paramSets },
    ]);
    await database.close();
    await use(file, (await readFile(file)).length / PAGE);
  });
}

async function overwrite(file: string, position: number, length: number): Promise<void> {
  const handle = await open(file, "r+");
  await handle.write(Buffer.alloc(length, "garbage "), 0, length, position);
  await handle.close();
}

describe("a damaged file is refused when it is opened", () => {
  it("that is something else altogether", () =>
    withTemporaryFolder(async (folder) => {
      const file = join(folder, "marquee.db");
      await writeFile(file, "this is not a database, whatever its name says\n".repeat(500));
      await expect(openSqliteDatabase({ file })).rejects.toMatchObject(DAMAGED);
      expect(await readFile(file, "utf8")).toContain("this is not a database");
    }));

  it("with a garbled header", () =>
    withFilledFile(async (file) => {
      await overwrite(file, 0, 100);
      await expect(openSqliteDatabase({ file })).rejects.toMatchObject(DAMAGED);
    }));

  it("that was cut short", () =>
    withFilledFile(async (file, pages) => {
      await truncate(file, Math.floor(pages / 2) * PAGE);
      await expect(openSqliteDatabase({ file })).rejects.toMatchObject(DAMAGED);
    }));

  it("with garbage in the middle", () =>
    withFilledFile(async (file, pages) => {
      await overwrite(file, Math.floor(pages / 2) * PAGE, 2 * PAGE);
      await expect(openSqliteDatabase({ file })).rejects.toMatchObject(DAMAGED);
    }));
});

describe("damage in a file too large to be checked", () => {
  it("is told by the call that meets it, and other calls go on", () =>
    withFilledFile(async (file, pages) => {
      await overwrite(file, Math.floor(pages / 2) * PAGE, PAGE);
      const database = await openSqliteDatabase({ file, checkedUpToBytes: 0 });
      try {
        await expect(database.all("SELECT sum(length(name)) AS sum FROM items")).rejects.toMatchObject(DAMAGED);
        const rewrite = database.write([{ sql: "UPDATE items SET name = 'y'", paramSets: [[]] }]);
        await expect(rewrite).rejects.toMatchObject(DAMAGED);
        expect(await database.all("SELECT id FROM items WHERE id = 0")).toEqual([{ id: 0 }]);
      } finally {
        await database.close();
      }
    }));
});
