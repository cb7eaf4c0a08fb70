import { readFile, stat } from "node:fs/promises";
import { catalogueEntry } from "@marquee/schema/events/movie-upserted.js";
import countries from "i18n-iso-countries";
import { beforeAll, describe, expect, it } from "vitest";
import { catalogueEntryOf } from "./catalogue-entry-of.js";
import { CATALOGUE_PATH, packCatalogue, readCatalogue } from "./catalogue-file.js";
import type { CatalogueRow } from "./catalogue-row.js";

let rows: CatalogueRow[];
beforeAll(async () => {
  rows = await readCatalogue();
});

const byId = (id: string) => rows.find((row) => row.id === id);

describe("the committed catalogue", () => {
  it("holds 17,472 films in order of their ids, none twice", () => {
    const ids = rows.map((row) => row.id);
    expect(ids).toHaveLength(17_472);
    expect(new Set(ids).size).toBe(17_472);
    expect(ids).toEqual(ids.toSorted());
  });

  it("makes entries that the schema takes", () => {
    for (const row of rows) {
      const result = catalogueEntry.safeParse(catalogueEntryOf(row));
      expect(result.error, row.id).toBeUndefined();
    }
  });

  it("names countries by codes that exist", () => {
    const codes = new Set(rows.flatMap((row) => row.countries));
    for (const code of codes) expect(countries.isValid(code), code).toBe(true);
    expect(codes.size).toBeGreaterThan(90);
  });

  it("keeps both films of an IMDb id that occurs twice", () => {
    expect(byId("imdb:tt0078788")).toMatchObject({ title: "Apocalypse Now", year: 1979 });
    expect(byId("imdb:tt0850669")).toMatchObject({ title: "Slacker Uprising", year: 2008 });
    const others = rows.filter((row) => !row.id.startsWith("imdb:"));
    expect(others.map((row) => [row.title, row.year]).toSorted()).toEqual([
      ["Apocalypse Now Redux", 2001],
      ["Captain Mike Across America", 2007],
    ]);
  });

  it("has no release date that is only a year", () => {
    const dates = rows.flatMap((row) => (row.released === null ? [] : [row.released]));
    expect(dates).toHaveLength(6_004);
    expect(dates.filter((date) => date.endsWith("-01-01"))).toEqual([]);
  });

  it("is packed the same each time, and small", async () => {
    const committed = await readFile(CATALOGUE_PATH);
    expect((await stat(CATALOGUE_PATH)).size).toBeLessThan(1_600_000);
    expect(committed[9]).toBe(255);
    const [first, second] = await Promise.all([packCatalogue(rows), packCatalogue(rows)]);
    expect(first.equals(second)).toBe(true);
  });
});
