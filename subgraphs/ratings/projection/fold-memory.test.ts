import { expect, it } from "vitest";
import type { BucketWrite } from "../store/rating-fold-store.js";
import { FoldMemory } from "./fold-memory.js";

it("is there for the batch that follows, and for no other", () => {
  const memory = new FoldMemory();
  const known = memory.take(0, 0);
  known.movies.add("m");
  memory.keep(0, 10, known);
  expect(memory.take(0, 10).movies.has("m")).toBe(true);
  // Taken by a batch that failed.
  expect(memory.take(0, 10).movies.has("m")).toBe(false);
  memory.keep(0, 10, known);
  expect(memory.take(0, 20).movies.has("m")).toBe(false);
});

it("forgets movies of long ago, and those that have grown large, rather than keep more than so many steps", () => {
  const memory = new FoldMemory();
  const { movies } = memory.take(0, 0);
  for (let movie = 0; movie < 30; movie++) {
    movies.add(`m${movie}`);
    movies.learn([bucketOf(`m${movie}`, 4_000)], new Map([[`m${movie}`, TALLY]]));
    memory.keep(0, movie, { statistics: null, movies });
    expect(movies.steps).toBeLessThanOrEqual(50_000);
  }
  expect([movies.has("m0"), movies.has("m29")]).toEqual([false, true]);
  movies.learn([bucketOf("m29", 5_001)], new Map([["m29", TALLY]]));
  expect(movies.has("m29")).toBe(false);
});

const TALLY = { counts: [], position: 1, committed: 0, tail: [] };

/** With so many users of one step each. */
function bucketOf(movieId: string, users: number): BucketWrite {
  const rows = Array.from({ length: users }, (_, user) => {
    const recent = [[`e${user}`, 5, 0]] as const;
    return [`u${user}`, { score: 5, ratedAt: 0, position: 1, recent }] as const;
  });
  return { movieId, bucket: 0, rows: new Map(rows), counts: [], position: 1, committed: 0 };
}
