import type { CatalogueEntry } from "@marquee/schema/events/movie-upserted.js";
import { catalogueEntry } from "@marquee/schema/testing/catalogue-entry.js";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { listKey } from "../rules/list-key.js";
import type { MovieFilter, MovieStore } from "./movie-store.js";

export interface OpenedMovieStore {
  store: MovieStore;
  /** Makes it as it was when it was opened. */
  empty(): Promise<void>;
  close(): Promise<void>;
}

/** What every adapter of MovieStore must do. */
export function movieStoreContract(name: string, open: () => Promise<OpenedMovieStore>): void {
  describe(`${name} is a MovieStore`, () => {
    let opened: OpenedMovieStore;
    let store: MovieStore;
    let position: number;

    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    beforeEach(async () => {
      await opened.empty();
      position = 0;
    });
    afterAll(() => opened.close());

    async function put(...movies: [id: string, facts: Partial<CatalogueEntry> & { title: string }][]): Promise<void> {
      await store.upsertMany(movies.map(([id, facts]) => ({ id, entry: catalogueEntry(facts), position: ++position })));
    }
    const listed = async (filter: MovieFilter = {}, order: "TITLE" | "NEWEST" = "TITLE") =>
      (await store.list({ order, filter, after: null, limit: 100 })).map((movie) => movie.id);
    const searched = async (text: string, filter: MovieFilter = {}) =>
      (await store.search({ text, filter, offset: 0, limit: 100 })).map((movie) => movie.id);
    const topped = async (genre: string | null = null) =>
      (await store.top({ genre, after: null, limit: 100 })).map((movie) => movie.id);

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
      await store.upsertMany([{ id: "a", entry, position: 7 }]);
      expect(await store.findByIds(["a", "missing", ""])).toEqual([
        { ...entry, id: "a", retired: false, replacedBy: null, popularity: 0 },
      ]);
    });

    test("an older position never overwrites a newer one, in no table", async () => {
      const older = catalogueEntry({ title: "Older", genres: ["Drama"], externalIds: [{ source: "imdb", id: "tt1" }] });
      const newer = catalogueEntry({
        title: "Newer",
        genres: ["Horror"],
        externalIds: [{ source: "imdb", id: "tt2" }],
      });
      await store.upsertMany([{ id: "a", entry: older, position: 5 }]);
      await store.upsertMany([{ id: "a", entry: newer, position: 6 }]);
      await store.upsertMany([{ id: "a", entry: older, position: 5 }]);
      expect((await store.findByIds(["a"]))[0]?.title).toBe("Newer");
      expect(await searched("older")).toEqual([]);
      expect(await searched("newer")).toEqual(["a"]);
      expect(await listed({ genres: ["Drama"] })).toEqual([]);
      expect(await listed({ genres: ["Horror"] })).toEqual(["a"]);
      expect(await store.findIdsByExternalIds([{ source: "imdb", id: "tt1" }])).toEqual([null]);
      expect(await store.findIdsByExternalIds([{ source: "imdb", id: "tt2" }])).toEqual(["a"]);
    });

    test("the same position written twice changes nothing", async () => {
      const upsert = { id: "a", entry: catalogueEntry({ title: "Once", genres: ["Drama"] }), position: 3 };
      await store.upsertMany([upsert]);
      const before = await store.findByIds(["a"]);
      await store.upsertMany([upsert]);
      expect(await store.findByIds(["a"])).toEqual(before);
      expect(await searched("once")).toEqual(["a"]);
      expect(await store.count()).toBe(1);
    });

    test("a retired movie is absent from lists, search, top and count, and found by its id", async () => {
      await put(["a", { title: "Gone" }], ["b", { title: "Here" }]);
      await store.retireMany([
        { id: "a", replacedBy: "b", position: ++position },
        { id: "never seen", replacedBy: null, position: ++position },
      ]);
      expect(await listed()).toEqual(["b"]);
      expect(await searched("gone")).toEqual([]);
      expect(await topped()).toEqual(["b"]);
      expect(await store.count()).toBe(1);
      expect(await store.findByIds(["a"])).toMatchObject([{ title: "Gone", retired: true, replacedBy: "b" }]);
    });

    test("retiring is guarded by position, and a later upsert brings the movie back", async () => {
      await put(["a", { title: "First" }]);
      await store.retireMany([{ id: "a", replacedBy: "b", position: 10 }]);
      await store.upsertMany([{ id: "a", entry: catalogueEntry({ title: "Stale" }), position: 9 }]);
      expect((await store.findByIds(["a"]))[0]).toMatchObject({ title: "First", retired: true });
      await store.upsertMany([{ id: "a", entry: catalogueEntry({ title: "Back" }), position: 11 }]);
      await store.retireMany([{ id: "a", replacedBy: "b", position: 10 }]);
      expect((await store.findByIds(["a"]))[0]).toMatchObject({ title: "Back", retired: false, replacedBy: null });
      expect(await listed()).toEqual(["a"]);
    });

    test("external ids belong to their source, and a movie that is not retired comes first", async () => {
      await put(
        ["a", { title: "A", externalIds: [{ source: "IMDb", id: "tt1" }] }],
        ["b", { title: "B", externalIds: [{ source: "imdb", id: "tt1" }] }],
      );
      await store.retireMany([{ id: "a", replacedBy: null, position: ++position }]);
      const asked = [
        { source: "imdb", id: "tt1" },
        { source: "netflix", id: "tt1" },
        { source: "imdb", id: "tt2" },
      ];
      expect(await store.findIdsByExternalIds(asked)).toEqual(["b", null, null]);
    });

    test("lists by title without regard to case and accents, ties by id", async () => {
      await put(
        ["4", { title: "Zodiac" }],
        ["3", { title: "élan" }],
        ["2", { title: "Elan" }],
        ["1", { title: "$ell" }],
        ["5", { title: "300" }],
      );
      expect(await listed()).toEqual(["1", "5", "2", "3", "4"]);
    });

    test("lists the newest first, unknown years last", async () => {
      await put(
        ["a", { title: "A", releaseYear: 1999 }],
        ["b", { title: "B" }],
        ["c", { title: "C", releaseYear: 2010 }],
        ["d", { title: "D", releaseYear: 1999, releaseDate: "1999-03-31" }],
      );
      expect(await listed({}, "NEWEST")).toEqual(["c", "d", "a", "b"]);
    });

    test.each(["TITLE", "NEWEST"] as const)(
      "%s pages hold each movie once, whatever is added meanwhile",
      async (order) => {
        const ids = ["a", "b", "c", "d", "e", "f"];
        await put(
          ...ids.map((id, n): [string, { title: string; releaseYear: number }] => [
            id,
            { title: n < 3 ? "Same" : `T${n}`, releaseYear: n < 4 ? 2000 : 1990 },
          ]),
        );
        const seen: string[] = [];
        let after: { key: string; id: string } | null = null;
        for (;;) {
          const page = await store.list({ order, filter: {}, after, limit: 2 });
          const last = page.at(-1);
          if (last === undefined) break;
          seen.push(...page.map((movie) => movie.id));
          after = { key: listKey(order, last), id: last.id };
          // Sorts before everything in both orders.
          await put([`0${seen.length}`, { title: "!", releaseYear: 2030 }]);
        }
        expect(seen).toEqual(ids);
      },
    );

    test("filters by everything at once", async () => {
      const facts = {
        title: "Match",
        genres: ["Sci-Fi", "Comédie"],
        releaseYear: 2005,
        countries: ["IN"],
        availableIn: ["GB", "US"],
        kind: "SERIES" as const,
        contentRating: "TV-MA",
        languages: ["Hindi"],
      };
      const filter: MovieFilter = {
        genres: ["sci-fi", "COMEDIE"],
        releasedFrom: 2005,
        releasedTo: 2005,
        country: "IN",
        availableIn: "US",
        kind: "SERIES",
        contentRating: "tv-ma",
        language: "hindi",
      };
      await put(
        ["match", facts],
        ["genre", { ...facts, genres: ["Sci-Fi"] }],
        ["year", { ...facts, releaseYear: 2006 }],
        ["no-year", { ...facts, releaseYear: null }],
        ["country", { ...facts, countries: ["GB"] }],
        ["region", { ...facts, availableIn: ["IN"] }],
        ["kind", { ...facts, kind: "MOVIE" }],
        ["rating", { ...facts, contentRating: null }],
        ["language", { ...facts, languages: ["English"] }],
      );
      expect(await listed(filter)).toEqual(["match"]);
      expect(await searched("match", filter)).toEqual(["match"]);
      expect(await listed({ genres: [] })).toHaveLength(9);
    });

    test("search needs every word, takes the last as a beginning, and folds accents", async () => {
      await put(
        ["1", { title: "Amélie", cast: ["Audrey Tautou"] }],
        ["2", { title: "The Dark Knight", directors: ["Christopher Nolan"], keywords: ["vigilante"] }],
        ["3", { title: "Spider-Man", originalTitle: "Człowiek Pająk" }],
        ["4", { title: "Schindler's List" }],
      );
      expect(await searched("AMELIE")).toEqual(["1"]);
      expect(await searched("tautou ame")).toEqual(["1"]);
      expect(await searched("dark kni")).toEqual(["2"]);
      expect(await searched("kni dark")).toEqual([]);
      expect(await searched("nolan knight")).toEqual(["2"]);
      expect(await searched("vigilante")).toEqual(["2"]);
      expect(await searched("amelie knight")).toEqual([]);
      for (const text of ["spider man", "spider-man", "spiderman", "czlowiek pajak"])
        expect(await searched(text)).toEqual(["3"]);
      for (const text of ["schindlers list", "schindler's list", "schindler list"])
        expect(await searched(text)).toEqual(["4"]);
    });

    test.each([
      ...[
        "",
        "   ",
        '"',
        "*",
        "a*b*",
        "AND",
        "OR NOT",
        "NEAR(a b)",
        "title:x",
        "-x",
        "^x",
        "(((",
        "'; DROP TABLE movies_movies;--",
      ],
      ...["\u0000", "\uD800", "🎬", "a".repeat(500), "💥 ".repeat(100), "{}[]~!@#$%^&()_+=|\\"],
    ])("search takes %j for mere text", async (text) => {
      await put(["a", { title: "Plain" }]);
      expect(await searched(text)).toEqual([]);
      expect(await searched("plain")).toEqual(["a"]);
    });

    test("search puts the exact title first, then titles before people, then the popular", async () => {
      await put(
        ["person", { title: "Something", cast: ["Heat Wave"] }],
        ["longer", { title: "Heat and Dust" }],
        ["popular", { title: "Heat and Rust" }],
        ["exact", { title: "Heat" }],
      );
      await store.setPopularity([{ id: "popular", score: 4.2, position: 1 }]);
      expect(await searched("heat")).toEqual(["exact", "popular", "longer", "person"]);
      expect((await store.search({ text: "heat", filter: {}, offset: 1, limit: 2 })).map((movie) => movie.id)).toEqual([
        "popular",
        "longer",
      ]);
    });

    test("top goes by popularity, of one genre when asked, page after page", async () => {
      await put(
        ["a", { title: "A", genres: ["Film Noir"] }],
        ["b", { title: "B" }],
        ["c", { title: "C", genres: ["film noir"] }],
        ["d", { title: "D" }],
      );
      await store.setPopularity([
        { id: "a", score: 2.5, position: 1 },
        { id: "b", score: 4.125, position: 1 },
        { id: "c", score: 2.5, position: 1 },
      ]);
      expect(await topped()).toEqual(["b", "a", "c", "d"]);
      expect(await topped("FILM NOIR")).toEqual(["a", "c"]);
      const after = await store.top({ genre: null, after: { popularity: 2.5, id: "a" }, limit: 1 });
      expect(after.map((movie) => movie.id)).toEqual(["c"]);
    });

    test("popularity outlives the movie's changes, may come before it, and never goes back", async () => {
      await store.setPopularity([{ id: "a", score: 3, position: 10 }]);
      await put(["a", { title: "A" }]);
      await put(["a", { title: "A again" }]);
      const popularity = async () => (await store.findByIds(["a"]))[0]?.popularity;
      expect(await popularity()).toBe(3);
      await store.setPopularity([{ id: "a", score: 1, position: 9 }]);
      expect(await popularity()).toBe(3);
      await store.setPopularity([{ id: "a", score: 3.001, position: 11 }]);
      expect(await popularity()).toBe(3.001);
    });

    test("nothing to do is done", async () => {
      await store.upsertMany([]);
      await store.retireMany([]);
      await store.setPopularity([]);
      expect(await store.findByIds([])).toEqual([]);
      expect(await store.findIdsByExternalIds([])).toEqual([]);
    });
  });
}
