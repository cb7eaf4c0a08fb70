import { describe, expect, it } from "vitest";
import { migrateEmbedded } from "./migrate-embedded.js";
import { withDatabase } from "./testing/with-database.js";

const ONE = ["CREATE TABLE a (id INTEGER PRIMARY KEY)", "INSERT INTO a (id) VALUES (1)"];
const TWO = ["ALTER TABLE a ADD COLUMN name TEXT"];

describe("migrateEmbedded", () => {
  it("runs each step once, also when steps are added later", () =>
    withDatabase(async (database) => {
      await migrateEmbedded(database, "a", [ONE]);
      await migrateEmbedded(database, "a", [ONE]);
      await migrateEmbedded(database, "a", [ONE, TWO]);
      await migrateEmbedded(database, "a", [ONE, TWO]);
      expect(await database.all("SELECT * FROM a")).toEqual([{ id: 1, name: null }]);
    }));

  it("keeps owners apart", () =>
    withDatabase(async (database) => {
      await migrateEmbedded(database, "a", [ONE]);
      await migrateEmbedded(database, "b", [["CREATE TABLE b (id INTEGER PRIMARY KEY)"]]);
      expect(await database.all("SELECT owner, version FROM migrations ORDER BY owner")).toEqual([
        { owner: "a", version: 1 },
        { owner: "b", version: 1 },
      ]);
    }));

  it("leaves everything as it was when a step fails", () =>
    withDatabase(async (database) => {
      await migrateEmbedded(database, "a", [ONE]);
      const steps = [ONE, TWO, ["no statement at all"]];
      await expect(migrateEmbedded(database, "a", steps)).rejects.toMatchObject({ code: "INTERNAL_SERVER_ERROR" });
      expect(await database.all("SELECT * FROM a")).toEqual([{ id: 1 }]);
      await migrateEmbedded(database, "a", [ONE, TWO]);
    }));

  it("refuses tables of a newer program", () =>
    withDatabase(async (database) => {
      await migrateEmbedded(database, "a", [ONE, TWO]);
      await expect(migrateEmbedded(database, "a", [ONE])).rejects.toMatchObject({ code: "STORE_TOO_NEW" });
    }));
});
