import type { CatalogueEntry } from "@marquee/schema/events/movie-upserted.js";
import { catalogueEntry } from "@marquee/schema/testing/catalogue-entry.js";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { MAX_RANKED } from "../rules/ranking-depth.js";
import type { MovieStep } from "./catalogue.js";
import type { Leaderboard, RankedMovie } from "./leaderboard.js";

export interface OpenedLeaderboard {
  leaderboard: Leaderboard;
  /** Resolves when the leaderboard shows it. */
  fold(steps: readonly MovieStep[]): Promise<void>;
  /** Gives each movie so many ratings with this sum, instead of those it had. Resolves when the leaderboard shows it. */
  rate(...ratings: [movieId: string, count: number, sum: number][]): Promise<void>;
  /** Makes it as it was when it was opened. */
  empty(): Promise<void>;
  close(): Promise<void>;
}

/** What every adapter of Leaderboard must do. */
export function leaderboardContract(name: string, open: () => Promise<OpenedLeaderboard>): void {
  describe(`${name} is a Leaderboard`, () => {
    let opened: OpenedLeaderboard;
    let leaderboard: Leaderboard;
    let position: number;

    beforeAll(async () => {
      opened = await open();
      leaderboard = opened.leaderboard;
    });
    beforeEach(async () => {
      await opened.empty();
      position = 0;
    });
    afterAll(() => opened?.close());

    type Facts = Partial<CatalogueEntry>;
    const put = (...movies: [id: string, facts: Facts][]) =>
      opened.fold(
        movies.map(([id, facts]) => ({ id, entry: catalogueEntry({ title: id, ...facts }), position: ++position })),
      );
    const idsOf = (ranked: readonly RankedMovie[]) => ranked.map(({ id }) => id);
    const topped = async (genre: string | null = null) =>
      idsOf(await leaderboard.top({ genre, after: null, limit: 100 }));

    test("goes by popularity, then id, of one genre when asked, page after page", async () => {
      await put(["a", { genres: ["Film Noir"] }], ["b", {}], ["c", { genres: ["film noir", "Drama"] }], ["d", {}]);
      await opened.rate(["c", 1, 8], ["b", 1, 10], ["a", 1, 8]);
      expect(await topped()).toEqual(["b", "a", "c", "d"]);
      expect(await topped("FILM NOIR")).toEqual(["a", "c"]);
      expect(await topped(" drama ")).toEqual(["c"]);
      expect(await topped("none")).toEqual([]);
      const first = await leaderboard.top({ genre: null, after: null, limit: 2 });
      const second = await leaderboard.top({ genre: null, after: first[0]?.place ?? null, limit: 2 });
      const third = await leaderboard.top({ genre: null, after: second[1]?.place ?? null, limit: 2 });
      const fourth = await leaderboard.top({ genre: null, after: third[0]?.place ?? null, limit: 2 });
      expect([first, second, third, fourth].map(idsOf)).toEqual([["b", "a"], ["a", "c"], ["d"], []]);
    });

    test("follows the ratings up and down", async () => {
      await put(["a", {}], ["b", {}]);
      await opened.rate(["a", 10, 80], ["b", 10, 70]);
      expect(await topped()).toEqual(["a", "b"]);
      await opened.rate(["b", 11, 110]);
      expect(await topped()).toEqual(["b", "a"]);
      await opened.rate(["b", 0, 0]);
      expect(await topped()).toEqual(["a", "b"]);
    });

    test("ratings that come before their movie count from the moment it is there", async () => {
      await opened.rate(["b", 3, 30]);
      expect(await topped()).toEqual([]);
      await put(["a", {}], ["b", {}]);
      expect(await topped()).toEqual(["b", "a"]);
    });

    test("a movie leaves every board when it is retired, and comes back with its ratings", async () => {
      await put(["a", { genres: ["Drama"] }], ["b", { genres: ["Drama"] }]);
      await opened.rate(["a", 1, 10]);
      await opened.fold([{ id: "a", position: ++position, replacedBy: "b" }]);
      expect([await topped(), await topped("drama")]).toEqual([["b"], ["b"]]);
      await put(["a", { genres: ["Drama"] }]);
      expect([await topped(), await topped("drama")]).toEqual([
        ["a", "b"],
        ["a", "b"],
      ]);
    });

    test("a movie that stands for others has the ratings of all of them, for as long as it does", async () => {
      await put(["a", {}], ["b", {}], ["c", {}]);
      await opened.rate(["a", 2, 16], ["b", 2, 16], ["c", 3, 24]);
      expect(await topped()).toEqual(["c", "a", "b"]);
      await opened.fold([{ id: "b", position: ++position, replacedBy: "a" }]);
      expect(await topped()).toEqual(["a", "c"]);
      await opened.rate(["c", 6, 48]);
      expect(await topped()).toEqual(["c", "a"]);
      await opened.rate(["b", 9, 72]);
      expect(await topped()).toEqual(["a", "c"]);
      await put(["b", {}]);
      expect(await topped()).toEqual(["b", "c", "a"]);
    });

    test("a movie that loses a genre leaves its board", async () => {
      await put(["a", { genres: ["Drama", "War"] }]);
      expect([await topped("drama"), await topped("war")]).toEqual([["a"], ["a"]]);
      await put(["a", { genres: ["War"] }]);
      expect([await topped("drama"), await topped("war")]).toEqual([[], ["a"]]);
    });

    test("ends after a thousand, and what leaves the thousand makes room", async () => {
      const ids = Array.from({ length: MAX_RANKED + 1500 }, (_, n) => `m${String(n).padStart(4, "0")}`);
      await put(...ids.map((id): [string, Facts] => [id, {}]));
      const all = async () => {
        const seen: string[] = [];
        for (let after: RankedMovie["place"] | null = null; ; ) {
          const page: RankedMovie[] = await leaderboard.top({ genre: null, after, limit: 101 });
          seen.push(...idsOf(page));
          after = page.at(-1)?.place ?? null;
          if (after === null) return seen;
        }
      };
      expect(await all()).toEqual(ids.slice(0, MAX_RANKED));
      await opened.fold(ids.slice(0, 1200).map((id) => ({ id, position: ++position, replacedBy: null })));
      expect(await all()).toEqual(ids.slice(1200, 1200 + MAX_RANKED));
    });

    test.each([[null, "x"], [{}, 1], ["a", "b", "c"], [1], "x", 7])("a place like %j is refused", async (...place) => {
      const asked = leaderboard.top({ genre: null, after: place, limit: 1 });
      await expect(asked).rejects.toMatchObject({ code: "CURSOR_INVALID" });
    });
  });
}
