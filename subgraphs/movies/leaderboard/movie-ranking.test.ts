// Against a ranking that is sorted anew every time, with boards so short that movies come and go beyond their ends.
import fc from "fast-check";
import { expect, test } from "vitest";
import { boardName } from "../rules/board-name.js";
import { MovieRanking } from "./movie-ranking.js";

const DEPTH = { ranked: 3, kept: 4 };
const IDS = Array.from({ length: 12 }, (_, n) => `m${n}`);
const BOARDS = ["all", "genre:drama", "genre:war"];
const GENRES = ["Drama", "War", "drama "];

const id = fc.constantFrom(...IDS);
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("rate" as const), id, score: fc.integer({ min: 0, max: 4 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("list" as const), id, genres: fc.subarray(GENRES) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("retire" as const), id }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("look" as const) }) },
);

class PureRanking {
  readonly scores = new Map<string, number>();
  readonly boards = new Map<string, Set<string | null>>();

  top(name: string): string[] {
    const score = (movie: string) => this.scores.get(movie) ?? 0;
    return [...this.boards]
      .filter(([, boards]) => boards.has(name))
      .map(([movie]) => movie)
      .sort((one, other) => score(other) - score(one) || (one < other ? -1 : 1))
      .slice(0, DEPTH.ranked);
  }
}

test("always gives what sorting all movies would give, and says when that has changed", () => {
  fc.assert(
    fc.property(fc.subarray(IDS), fc.array(step, { maxLength: 60, size: "max" }), (listed, steps) => {
      const ranking = new MovieRanking(DEPTH);
      const pure = new PureRanking();
      const seen = new Map<string, string[]>();
      for (const movie of listed) {
        ranking.list(movie, GENRES);
        pure.boards.set(movie, new Set(BOARDS));
      }
      const look = () => {
        const changed = ranking.changedBoards();
        for (const board of BOARDS) {
          const expected = pure.top(board);
          if (!changed.includes(board)) expect(seen.get(board) ?? []).toEqual(expected);
          expect(ranking.top(board)).toEqual(expected);
          seen.set(board, expected);
        }
      };
      for (const [position, taken] of steps.entries()) {
        if (taken.do === "look") look();
        else if (taken.do === "rate") {
          ranking.rate(taken.id, taken.score, position);
          pure.scores.set(taken.id, taken.score);
        } else if (taken.do === "list") {
          ranking.list(taken.id, taken.genres);
          pure.boards.set(taken.id, new Set([null, ...taken.genres].map(boardName)));
        } else {
          ranking.retire(taken.id);
          pure.boards.delete(taken.id);
        }
      }
      look();
    }),
    { numRuns: Number(process.env.MODEL_RUNS ?? 1000) },
  );
});

test("a rating that is older than the last changes nothing", () => {
  const ranking = new MovieRanking(DEPTH);
  ranking.list("a", []);
  ranking.list("b", []);
  ranking.rate("b", 4, 10);
  ranking.rate("b", 0, 9);
  expect(ranking.top("all")).toEqual(["b", "a"]);
});

test("a genre too long for a key has no board", () => {
  const ranking = new MovieRanking(DEPTH);
  ranking.list("a", ["x".repeat(1001), "y"]);
  expect(ranking.boards()).toEqual(["all", "genre:y"]);
});
