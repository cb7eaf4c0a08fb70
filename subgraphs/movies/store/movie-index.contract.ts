import type { CatalogueEntry } from "@marquee/schema/events/movie-upserted.js";
import { catalogueEntry } from "@marquee/schema/testing/catalogue-entry.js";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { listKey } from "../rules/list-key.js";
import type { MovieStep } from "./catalogue.js";
import type { MovieFilter, MovieIndex } from "./movie-index.js";
import type { MoviePopularity } from "./popularity-fold.js";

export interface OpenedMovieIndex {
  index: MovieIndex;
  /** Resolves when the index shows it. */
  fold(steps: readonly MovieStep[]): Promise<void>;
  setPopularity(scores: readonly MoviePopularity[]): Promise<void>;
  /** Makes it as it was when it was opened. */
  empty(): Promise<void>;
  close(): Promise<void>;
}

/** What every adapter of MovieIndex must do. */
export function movieIndexContract(name: string, open: () => Promise<OpenedMovieIndex>): void {
  describe(`${name} is a MovieIndex`, () => {
    let opened: OpenedMovieIndex;
    let index: MovieIndex;
    let position: number;

    beforeAll(async () => {
      opened = await open();
      index = opened.index;
    });
    beforeEach(async () => {
      await opened.empty();
      position = 0;
    });
    afterAll(() => opened?.close());

    type Facts = Partial<CatalogueEntry> & { title: string };
    const put = (...movies: [id: string, facts: Facts][]) =>
      opened.fold(movies.map(([id, facts]) => ({ id, entry: catalogueEntry(facts), position: ++position })));
    const listed = async (filter: MovieFilter = {}, order: "TITLE" | "NEWEST" = "TITLE") =>
      (await index.list({ order, filter, after: null, limit: 100 })).map((movie) => movie.id);
    const searched = async (text: string, filter: MovieFilter = {}) =>
      (await index.search({ text, filter, offset: 0, limit: 100 })).map((movie) => movie.id);

    test("answers with whole movies", async () => {
      await put(["a", { title: "Whole", genres: ["Drama"], keywords: ["k"] }]);
      const whole = { ...catalogueEntry({ title: "Whole", genres: ["Drama"], keywords: ["k"] }), id: "a" };
      const found = [{ ...whole, retired: false, replacedBy: null }];
      expect(await index.list({ order: "TITLE", filter: {}, after: null, limit: 1 })).toEqual(found);
      expect(await index.search({ text: "whole", filter: {}, offset: 0, limit: 1 })).toEqual(found);
    });

    test("shows of each movie what was said last, and nothing of a retired one", async () => {
      const before = { id: "a", position: 5, entry: catalogueEntry({ title: "Before", genres: ["Drama"] }) };
      const after = { id: "a", position: 6, entry: catalogueEntry({ title: "After", genres: ["Horror"] }) };
      await opened.fold([before]);
      await opened.fold([after]);
      await opened.fold([before]);
      expect([await searched("before"), await searched("after")]).toEqual([[], ["a"]]);
      expect([await listed({ genres: ["Drama"] }), await listed({ genres: ["Horror"] })]).toEqual([[], ["a"]]);
      const retirement = { id: "a", position: 7, replacedBy: null };
      await opened.fold([retirement]);
      expect([await searched("after"), await listed()]).toEqual([[], []]);
      await opened.fold([after, retirement]);
      expect([await searched("after"), await listed()]).toEqual([[], []]);
      await opened.fold([{ ...before, position: 8 }]);
      expect([await searched("before"), await listed()]).toEqual([["a"], ["a"]]);
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
          const page = await index.list({ order, filter: {}, after, limit: 2 });
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
      expect(await searched("knig dark")).toEqual([]);
      expect(await searched("knight dark")).toEqual(["2"]);
      expect(await searched("nolan knight")).toEqual(["2"]);
      expect(await searched("vigilante")).toEqual(["2"]);
      expect(await searched("amelie knight")).toEqual([]);
      for (const text of ["spider man", "spider-man", "spiderman", "czlowiek pajak"])
        expect(await searched(text)).toEqual(["3"]);
      for (const text of ["schindlers list", "schindler's list", "schindler list"])
        expect(await searched(text)).toEqual(["4"]);
    });

    test("search forgives one slip a word, a short word, and a space too many or too few; what is exact comes first", async () => {
      await put(
        ["matrix", { title: "The Matrix" }],
        ["matrox", { title: "Matrox" }],
        ["lord", { title: "The Lord of the Rings", directors: ["Peter Jackson"] }],
        ["god", { title: "The Godfather" }],
        ["star", { title: "Star Wars" }],
        ["year", { title: "2001" }],
      );
      for (const text of ["matirx", "matri x", "matrrix", "natrix"]) expect(await searched(text)).toContain("matrix");
      expect(await searched("matrix")).toEqual(["matrix", "matrox"]);
      expect(await searched("matrox")).toEqual(["matrox", "matrix"]);
      for (const text of ["lrod of teh rings", "lord fo the rngs", "peetr jakcson rings", "xx lord"])
        expect(await searched(text)).toEqual(["lord"]);
      expect(await searched("god father")).toEqual(["god"]);
      expect(await searched("starwars")).toEqual(["star"]);
      expect(await searched("2002")).toEqual([]);
      expect(await searched("mtarxi")).toEqual([]);
    });

    test("search pages through what is exact and what is near as through one list", async () => {
      await put(
        ...["Heat", "Heat II", "Beat", "Heart", "Wheat", "Heath"].map((title, n): [string, { title: string }] => [
          `${n}`,
          { title },
        ]),
      );
      const all = await searched("heat");
      expect(all.slice(0, 3).sort()).toEqual(["0", "1", "5"]);
      expect(all.slice(3).sort()).toEqual(["2", "3", "4"]);
      for (const limit of [1, 2, 4]) {
        const paged: string[] = [];
        for (let offset = 0; offset < 8; offset += limit) {
          paged.push(...(await index.search({ text: "heat", filter: {}, offset, limit })).map((movie) => movie.id));
        }
        expect(paged).toEqual(all);
      }
    });

    test("search finds words inside text that is written without spaces", async () => {
      await put(
        ["1", { title: "千と千尋の神隠し" }],
        ["2", { title: "Москва слезам не верит" }],
        ["3", { title: "تیتلی" }],
      );
      for (const text of ["千尋", "神隠し", "千と千尋の神隠し"]) expect(await searched(text)).toEqual(["1"]);
      expect(await searched("尋千")).toEqual([]);
      for (const text of ["москва", "МОСКВА слез", "масква"]) expect(await searched(text)).toEqual(["2"]);
      expect(await searched("تیتلی")).toEqual(["3"]);
    });

    test("what next to everything matches: titles first, of those the exact one, then the popular, page by page", async () => {
      const many = Array.from({ length: 2_100 }, (_, n) => `m${String(n).padStart(4, "0")}`);
      await put(
        ["person", { title: "Other", cast: ["Alba Alves"] }],
        ["exact", { title: "A" }],
        ...many.map((id): [string, { title: string; genres: string[] }] => [
          id,
          { title: `Alpha ${id}`, genres: id === "m0007" ? ["Drama"] : [] },
        ]),
      );
      await opened.setPopularity([
        { id: "person", score: 5, position: 1 },
        { id: "m0007", score: 3, position: 2 },
      ]);
      const place = async (offset: number) =>
        (await index.search({ text: "a", filter: {}, offset, limit: 2 })).map((movie) => movie.id);
      expect(await place(0)).toEqual(["exact", "m0007"]);
      expect(await place(2)).toEqual(["m0000", "m0001"]);
      expect(await place(2_100)).toEqual(["m2099", "person"]);
      expect(await place(2_102)).toEqual([]);
      expect(await searched("a", { genres: ["drama"] })).toEqual(["m0007"]);
    });

    test("lists and searches by every combination of filters", async () => {
      const facts = (n: number) => ({
        genres: n & 1 ? ["Drama", "War"] : ["War"],
        releaseYear: n & 2 ? 1990 : 2010,
        countries: n & 4 ? ["IN"] : ["GB", "US"],
        availableIn: n & 8 ? ["IN"] : [],
        kind: n & 16 ? ("SERIES" as const) : ("MOVIE" as const),
        contentRating: n & 32 ? "R" : null,
        languages: n & 64 ? ["Hindi"] : ["English"],
      });
      const movies = Array.from({ length: 128 }, (_, n) => ({ id: String(n).padStart(3, "0"), ...facts(n) }));
      await put(
        ...movies.map(({ id, ...rest }): [string, Facts] => [id, { title: `Same ${127 - Number(id)}`, ...rest }]),
      );
      const choices: [MovieFilter, (movie: (typeof movies)[number]) => boolean][] = [
        [{ genres: ["drama"] }, (movie) => movie.genres.includes("Drama")],
        [{ releasedFrom: 2000 }, (movie) => movie.releaseYear >= 2000],
        [{ releasedTo: 2009 }, (movie) => movie.releaseYear <= 2009],
        [{ country: "US" }, (movie) => movie.countries.includes("US")],
        [{ availableIn: "IN" }, (movie) => movie.availableIn.includes("IN")],
        [{ kind: "SERIES" }, (movie) => movie.kind === "SERIES"],
        [{ contentRating: "r" }, (movie) => movie.contentRating === "R"],
        [{ language: "HINDI" }, (movie) => movie.languages.includes("Hindi")],
      ];
      for (let bits = 0; bits < 2 ** choices.length; bits++) {
        const chosen = choices.filter((_, n) => bits & (2 ** n));
        const filter = Object.assign({}, ...chosen.map(([part]) => part)) as MovieFilter;
        const expected = movies.filter((movie) => chosen.every(([, holds]) => holds(movie)));
        const ids = expected.map((movie) => movie.id);
        const newest = expected.toSorted((a, b) => b.releaseYear - a.releaseYear || (a.id < b.id ? -1 : 1));
        const page = (order: "TITLE" | "NEWEST") => index.list({ order, filter, after: null, limit: 200 });
        const titles = (await page("TITLE")).map((movie) => movie.title);
        expect(titles).toEqual(expected.map((movie) => `Same ${127 - Number(movie.id)}`).sort());
        expect((await page("NEWEST")).map((movie) => movie.id)).toEqual(newest.map((movie) => movie.id));
        const found = await index.search({ text: "same", filter, offset: 0, limit: 200 });
        expect(found.map((movie) => movie.id).sort()).toEqual(ids);
      }
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
      ...[
        "\u0000",
        "\uD800",
        "🎬",
        "a".repeat(500),
        "💥 ".repeat(100),
        "b ".repeat(250),
        "ﷺ ".repeat(250),
        Array.from({ length: 125 }, (_, n) => `w${n}`).join(" "),
        "NOT NOT NOT",
        '"" OR ""',
        "}:{",
        "{}[]~!@#$%^&()_+=|\\",
      ],
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
      await opened.setPopularity([{ id: "popular", score: 4.2, position: 1 }]);
      expect(await searched("heat")).toEqual(["exact", "popular", "longer", "person"]);
      expect((await index.search({ text: "heat", filter: {}, offset: 1, limit: 2 })).map((movie) => movie.id)).toEqual([
        "popular",
        "longer",
      ]);
    });

    test("popularity outlives the movie's changes, may come before it, and never goes back", async () => {
      await opened.setPopularity([{ id: "b", score: 4, position: 10 }]);
      await put(["a", { title: "Same one" }], ["b", { title: "Same two" }]);
      await put(["b", { title: "Same two" }]);
      expect(await searched("same")).toEqual(["b", "a"]);
      await opened.setPopularity([{ id: "b", score: 0, position: 9 }]);
      expect(await searched("same")).toEqual(["b", "a"]);
      await opened.setPopularity([{ id: "a", score: 5, position: 11 }]);
      expect(await searched("same")).toEqual(["a", "b"]);
    });
  });
}
