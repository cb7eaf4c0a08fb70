import { stat } from "node:fs/promises";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { describe, expect, it, vi } from "vitest";
import { openSqliteDatabase } from "./open-sqlite-database.js";
import type { SqliteDatabase, SqliteValue } from "./sqlite-database.js";
import { withDatabase } from "./testing/with-database.js";
import { withTemporaryFolder } from "./testing/with-temporary-folder.js";

const CREATE = { sql: "CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT, anything)", paramSets: [[]] };
const INSERT = "INSERT INTO items (id, name, anything) VALUES (?, ?, ?)";

const insert = (database: SqliteDatabase, ...ids: number[]) =>
  database.write([{ sql: INSERT, paramSets: ids.map((id) => [id, `item ${id}`, null]) }]);

async function ids(database: SqliteDatabase): Promise<number[]> {
  return (await database.all<{ id: number }>("SELECT id FROM items ORDER BY id")).map((row) => row.id);
}

describe("openSqliteDatabase", () => {
  it("gives values back as they were, integers as integers", () =>
    withDatabase(async (database) => {
      await database.write([CREATE]);
      const values: SqliteValue[] = [
        0,
        -7,
        2 ** 31,
        Number.MAX_SAFE_INTEGER,
        1.5,
        1e300,
        "",
        "é 🎬",
        null,
        new Uint8Array([0, 255]),
      ];
      await database.write([{ sql: INSERT, paramSets: values.map((value, id) => [id, null, value]) }]);
      const rows = await database.all<{ anything: SqliteValue; type: string }>(
        "SELECT anything, typeof(anything) AS type FROM items ORDER BY id",
      );
      expect(rows.map((row) => row.anything)).toEqual(values);
      const types = ["integer", "integer", "integer", "integer", "real", "real", "text", "text", "null", "blob"];
      expect(rows.map((row) => row.type)).toEqual(types);
      expect(Object.keys(rows[0] ?? {})).toEqual(["anything", "type"]);
    }));

  it("keeps all of a text that holds U+0000, in its place U+FFFD", () =>
    withDatabase(async (database) => {
      expect(await database.all("SELECT ? AS text", ["a\0b"])).toEqual([{ text: "a\uFFFDb" }]);
    }));

  it("refuses parameters of other types, and too few or too many", () =>
    withDatabase(async (database) => {
      const refused = { code: "INTERNAL_SERVER_ERROR" };
      await expect(database.all("SELECT ?", [true as never])).rejects.toMatchObject(refused);
      await expect(database.all("SELECT ?", [undefined as never])).rejects.toMatchObject(refused);
      await expect(database.all("SELECT ?, '?'", [1, 2])).rejects.toMatchObject(refused);
      await expect(database.write([{ sql: "SELECT ?2", paramSets: [[1]] }])).rejects.toMatchObject(refused);
      expect(await database.all("SELECT ?1 + ?1 AS sum", [2])).toEqual([{ sum: 4 }]);
    }));

  it("a read sees every write that resolved before it", () =>
    withDatabase(
      async (database) => {
        await database.write([CREATE]);
        for (let id = 0; id < 50; id += 1) {
          await insert(database, id);
          expect((await ids(database)).at(-1)).toBe(id);
        }
      },
      { readers: 2 },
    ));

  it("allMany gives one array of rows for each set of parameters", () =>
    withDatabase(async (database) => {
      await database.write([CREATE]);
      await insert(database, 1, 2, 3);
      const select = "SELECT id FROM items WHERE id >= ? ORDER BY id";
      expect(await database.allMany(select, [[3], [9], [2]])).toEqual([[{ id: 3 }], [], [{ id: 2 }, { id: 3 }]]);
      expect(await database.allMany(select, [])).toEqual([]);
    }));

  it("says how many rows each statement changed, and what RETURNING gave", () =>
    withDatabase(async (database) => {
      const results = await database.write([
        CREATE,
        {
          sql: INSERT,
          paramSets: [
            [1, "a", null],
            [2, "b", null],
          ],
        },
        {
          sql: "UPDATE items SET name = name || ? WHERE id >= ? RETURNING id, name",
          paramSets: [
            ["!", 1],
            ["?", 2],
            ["-", 3],
          ],
        },
        { sql: "SELECT count(*) AS count FROM items", paramSets: [[]] },
        { sql: "DELETE FROM items WHERE id = ?", paramSets: [[1], [1]] },
        { sql: INSERT, paramSets: [] },
      ]);
      expect(results).toEqual([
        { changes: 0, rows: [] },
        { changes: 2, rows: [] },
        {
          changes: 3,
          rows: [
            { id: 1, name: "a!" },
            { id: 2, name: "b!" },
            { id: 2, name: "b!?" },
          ],
        },
        { changes: 0, rows: [{ count: 2 }] },
        { changes: 1, rows: [] },
        { changes: 0, rows: [] },
      ]);
    }));

  it("a transaction that fails leaves nothing, and those that share its commit stay", () =>
    withDatabase(async (database) => {
      await database.write([CREATE]);
      const outcomes = await Promise.allSettled([
        insert(database, 1),
        insert(database, 2, 3, 1),
        database.write([
          { sql: INSERT, paramSets: [[4, "four", null]] },
          { sql: "no such statement", paramSets: [[]] },
        ]),
        insert(database, 5),
        insert(database, 5),
        insert(database, 6, 7),
      ]);
      expect(outcomes.map((outcome) => outcome.status === "fulfilled")).toEqual([
        true,
        false,
        false,
        true,
        false,
        true,
      ]);
      expect(await ids(database)).toEqual([1, 5, 6, 7]);
    }));

  it("names the statement that failed, and hides it from clients", () =>
    withDatabase(async (database) => {
      const error = await database.all("SELECT id FROM nowhere").catch((thrown: Error) => thrown);
      expect(error).toMatchObject({
        code: "INTERNAL_SERVER_ERROR",
        message: "A statement of the embedded store failed.",
      });
      const { cause } = error as { cause: Error };
      expect(cause.message).toBe("SQLITE_ERROR: no such table: nowhere: SELECT id FROM nowhere");
    }));

  it("refuses writes with UNAVAILABLE while too many bytes are under way", () =>
    withDatabase(
      async (database) => {
        await database.write([CREATE]);
        const large = (id: number) => database.write([{ sql: INSERT, paramSets: [[id, "x".repeat(800), null]] }]);
        const outcomes = await Promise.allSettled([large(1), large(2), insert(database, 3)]);
        expect(outcomes.map((outcome) => outcome.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
        expect(outcomes[1]).toMatchObject({ reason: { code: "UNAVAILABLE", retriable: true } });
        await large(2);
        await database.write([{ sql: INSERT, paramSets: [[4, "x".repeat(5_000), null]] }]);
        expect(await ids(database)).toEqual([1, 2, 3, 4]);
      },
      { maxWriteBytes: 1_000 },
    ));

  it("refuses reads and writes with UNAVAILABLE while too many are under way", () =>
    withDatabase(
      async (database) => {
        for (const call of [
          () => database.all("SELECT 1 AS one"),
          () => database.write([{ sql: "SELECT 1", paramSets: [[]] }]),
        ]) {
          const outcomes = await Promise.allSettled([call(), call(), call()]);
          expect(outcomes.map((outcome) => outcome.status)).toEqual(["fulfilled", "fulfilled", "rejected"]);
          expect(outcomes[2]).toMatchObject({ reason: { code: "UNAVAILABLE" } });
        }
      },
      { maxCalls: 2 },
    ));

  it("close finishes what was called before it, and leaves one whole file", () =>
    withDatabase(async (database, file) => {
      await database.write([CREATE]);
      const writes = Promise.all(Array.from({ length: 100 }, (_, id) => insert(database, id)));
      const read = database.all("SELECT 1 AS one");
      await database.close();
      expect((await writes).length).toBe(100);
      expect(await read).toEqual([{ one: 1 }]);
      expect((await stat(`${file}-wal`).catch(() => undefined))?.size ?? 0).toBe(0);
      await expect(insert(database, 200)).rejects.toMatchObject({ code: "UNAVAILABLE" });
      await expect(ids(database)).rejects.toMatchObject({ code: "UNAVAILABLE" });
      const again = await openSqliteDatabase({ file });
      expect((await ids(again)).length).toBe(100);
      await again.close();
    }));

  it("when the writer's thread dies, writes under way end with UNKNOWN_OUTCOME and later ones with UNAVAILABLE", () =>
    withDatabase(async (database) => {
      const post = vi.spyOn(Worker.prototype, "postMessage");
      await database.write([CREATE]);
      const writer = post.mock.contexts[0] as Worker;
      post.mockRestore();
      const underWay = expect(insert(database, 1)).rejects.toMatchObject({ code: "UNKNOWN_OUTCOME" });
      await writer.terminate();
      await underWay;
      await expect(insert(database, 2)).rejects.toMatchObject({ code: "UNAVAILABLE" });
    }));

  it("says UNAVAILABLE when the file can't be made", () =>
    withTemporaryFolder(async (folder) => {
      const opening = openSqliteDatabase({ file: join(folder, "missing", "marquee.db") });
      await expect(opening).rejects.toMatchObject({ code: "UNAVAILABLE" });
    }));
});
