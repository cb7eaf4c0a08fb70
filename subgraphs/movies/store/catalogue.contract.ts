import type { CatalogueEntry } from "@marquee/schema/events/movie-upserted.js";
import { catalogueEntry } from "@marquee/schema/testing/catalogue-entry.js";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Catalogue } from "./catalogue.js";

export interface OpenedCatalogue {
  catalogue: Catalogue;
  /** Makes it as it was when it was opened. */
  empty(): Promise<void>;
  close(): Promise<void>;
}

/** What every adapter of Catalogue must do. */
export function catalogueContract(name: string, open: () => Promise<OpenedCatalogue>): void {
  describe(`${name} is a Catalogue`, () => {
    let opened: OpenedCatalogue;
    let catalogue: Catalogue;
    let position: number;

    beforeAll(async () => {
      opened = await open();
      catalogue = opened.catalogue;
    });
    beforeEach(async () => {
      await opened.empty();
      position = 0;
    });
    afterAll(() => opened?.close());

    type Facts = Partial<CatalogueEntry> & { title: string };
    const upsert = (id: string, facts: Facts, at = ++position) => ({
      id,
      position: at,
      entry: catalogueEntry(facts),
    });
    const retirement = (id: string, replacedBy: string | null = null, at = ++position) => ({
      id,
      position: at,
      replacedBy,
    });
    const put = (...movies: [id: string, facts: Facts][]) =>
      catalogue.fold(
        0,
        movies.map(([id, facts]) => upsert(id, facts)),
      );
    const called = async (title: string, year: number | null = null) =>
      (await catalogue.findIdsByTitles([{ title, year }]))[0];
    const withImdb = (id: string) => catalogue.findIdsByExternalIds([{ source: "imdb", id }]);

    test("gives back everything it was given", async () => {
      const entry = catalogueEntry({
        title: "Amélie 🎬",
        originalTitle: "Le Fabuleux Destin d'Amélie Poulain",
        releaseYear: 2001,
        releaseDate: "2001-04-25",
        runtimeMinutes: 122,
        genres: ["Romance", "Comedy"],
        countries: ["FR", "DE"],
        availableIn: ["IN"],
        directors: ["Jean-Pierre Jeunet"],
        cast: ["Audrey Tautou"],
        languages: ["French"],
        keywords: ["paris"],
        contentRating: "R",
        description: "A waitress.\nIn Paris.",
        externalIds: [{ source: "imdb", id: "tt0211915" }],
      });
      await catalogue.fold(0, [{ id: "a", entry, position: 7 }]);
      expect(await catalogue.findByIds(["a", "missing", ""])).toEqual([
        { ...entry, id: "a", retired: false, replacedBy: null },
      ]);
    });

    test("an older position never overwrites a newer one, in no table", async () => {
      const older = { title: "Older", externalIds: [{ source: "imdb", id: "tt1" }] };
      const newer = { title: "Newer", externalIds: [{ source: "imdb", id: "tt2" }] };
      await catalogue.fold(0, [upsert("a", older, 5)]);
      await catalogue.fold(0, [upsert("a", newer, 6)]);
      await catalogue.fold(0, [upsert("a", older, 5)]);
      expect((await catalogue.findByIds(["a"]))[0]?.title).toBe("Newer");
      expect(await called("older")).toEqual([]);
      expect(await called("newer")).toEqual(["a"]);
      expect(await withImdb("tt1")).toEqual([null]);
      expect(await withImdb("tt2")).toEqual(["a"]);
      expect(await catalogue.count()).toBe(1);
    });

    test("the same batch folded twice changes nothing", async () => {
      const steps = [upsert("a", { title: "Once" }), upsert("b", { title: "Gone" }), retirement("b", "a")];
      await catalogue.fold(0, steps);
      const before = await catalogue.findByIds(["a", "b"]);
      await catalogue.fold(0, steps);
      expect(await catalogue.findByIds(["a", "b"])).toEqual(before);
      expect(await called("once")).toEqual(["a"]);
      expect(await catalogue.count()).toBe(1);
    });

    test("a batch that comes again with more behind it is folded on from where it was", async () => {
      const steps = [
        upsert("a", { title: "A", externalIds: [{ source: "imdb", id: "tt1" }] }),
        upsert("a", { title: "A again", externalIds: [{ source: "imdb", id: "tt2" }] }),
        upsert("b", { title: "B" }),
        retirement("a"),
        upsert("c", { title: "C" }),
      ];
      await catalogue.fold(0, steps.slice(0, 2));
      await catalogue.fold(0, steps.slice(0, 4));
      await catalogue.fold(0, steps.slice(0, 1));
      await catalogue.fold(0, steps);
      expect(await catalogue.findByIds(["a"])).toMatchObject([{ title: "A again", retired: true }]);
      expect(await withImdb("tt1")).toEqual([null]);
      expect(await withImdb("tt2")).toEqual(["a"]);
      expect(await catalogue.count()).toBe(2);
    });

    test("partitions are counted apart", async () => {
      await catalogue.fold(0, [upsert("a", { title: "A" }, 10), upsert("b", { title: "B" }, 11)]);
      await catalogue.fold(1, [upsert("c", { title: "C" }, 3)]);
      await catalogue.fold(1, [retirement("c", null, 4), upsert("d", { title: "D" }, 5)]);
      expect(await catalogue.count()).toBe(3);
    });

    test("a retired movie is absent from titles and the count, and found by its id", async () => {
      await put(["a", { title: "Gone" }], ["b", { title: "Here" }]);
      await catalogue.fold(0, [retirement("a", "b"), retirement("never seen")]);
      expect(await called("gone")).toEqual([]);
      expect(await catalogue.count()).toBe(1);
      expect(await catalogue.findByIds(["a", "never seen"])).toMatchObject([
        { title: "Gone", retired: true, replacedBy: "b" },
      ]);
    });

    test("a movie that was retired before it was known is not retired", async () => {
      await catalogue.fold(0, [retirement("a")]);
      await catalogue.fold(0, [upsert("a", { title: "A" })]);
      expect(await catalogue.findByIds(["a"])).toMatchObject([{ retired: false }]);
      expect(await catalogue.count()).toBe(1);
    });

    test("retiring is guarded by position, and a later upsert brings the movie back", async () => {
      await catalogue.fold(0, [upsert("a", { title: "First" }, 1)]);
      await catalogue.fold(0, [retirement("a", "b", 10)]);
      await catalogue.fold(0, [upsert("a", { title: "Stale" }, 9)]);
      expect((await catalogue.findByIds(["a"]))[0]).toMatchObject({ title: "First", retired: true });
      await catalogue.fold(0, [upsert("a", { title: "Back" }, 11)]);
      await catalogue.fold(0, [retirement("a", "b", 10)]);
      expect((await catalogue.findByIds(["a"]))[0]).toMatchObject({ title: "Back", retired: false, replacedBy: null });
      expect(await called("back")).toEqual(["a"]);
      expect(await catalogue.count()).toBe(1);
    });

    test("external ids belong to their source, and a movie that is not retired comes first", async () => {
      const claim = (source: string) => ({ title: "T", externalIds: [{ source, id: "tt1" }] });
      await put(["c", claim("imdb")], ["a", claim("IMDb")], ["b", claim("imdb")]);
      const asked = [
        { source: "imdb", id: "tt1" },
        { source: "netflix", id: "tt1" },
        { source: "imdb", id: "tt2" },
        { source: "", id: "" },
      ];
      expect(await catalogue.findIdsByExternalIds(asked)).toEqual(["a", null, null, null]);
      await catalogue.fold(0, [retirement("a")]);
      expect(await catalogue.findIdsByExternalIds(asked)).toEqual(["b", null, null, null]);
      await catalogue.fold(0, [retirement("b"), retirement("c")]);
      expect(await catalogue.findIdsByExternalIds(asked)).toEqual(["a", null, null, null]);
    });

    test("titles are found without regard to case and accents, of one year when asked", async () => {
      await put(
        ["b", { title: "Amélie", releaseYear: 2001 }],
        ["a", { title: "AMELIE ", releaseYear: 2030 }],
        ["c", { title: "Amelie", releaseYear: null }],
        ["d", { title: "Amelie's" }],
        ["e", { title: " " }],
      );
      expect(await called("amelie")).toEqual(["a", "b", "c"]);
      expect(await called("amelie", 2001)).toEqual(["b"]);
      expect(await called("amelie", 1950)).toEqual([]);
      expect(await called("  ")).toEqual([]);
      await put(["b", { title: "Amélie", releaseYear: 2002 }], ["a", { title: "Other" }]);
      expect(await called("amelie")).toEqual(["b", "c"]);
      expect(await called("amelie", 2001)).toEqual([]);
      expect(await called("amelie", 2002)).toEqual(["b"]);
    });

    test("what is too long to be a key stops nobody", async () => {
      const long = "x".repeat(70_000);
      await put([
        "a",
        {
          title: "A",
          externalIds: [
            { source: "imdb", id: long },
            { source: "imdb", id: "tt1" },
          ],
        },
      ]);
      expect(await withImdb("tt1")).toEqual(["a"]);
      expect((await catalogue.findByIds(["a"]))[0]?.externalIds[0]?.id).toBe(long);
      expect(await catalogue.findByIds([long])).toEqual([]);
      await withImdb(long);
    });

    test("nothing to do is done", async () => {
      await catalogue.fold(0, []);
      expect(await catalogue.findByIds([])).toEqual([]);
      expect(await catalogue.findIdsByExternalIds([])).toEqual([]);
      expect(await catalogue.findIdsByTitles([])).toEqual([]);
      expect(await catalogue.count()).toBe(0);
    });
  });
}
