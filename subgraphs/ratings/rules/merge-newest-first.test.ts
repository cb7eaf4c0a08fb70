import { expect, it } from "vitest";
import { mergeNewestFirst } from "./merge-newest-first.js";

const rating = (movieId: string, userId: string, ratedAt: number) => ({ movieId, userId, ratedAt, score: 5 });

it("is newest first over all lists, ties by user, and as long as it was asked to be", () => {
  const merged = mergeNewestFirst(
    [
      [rating("a", "u3", 30), rating("a", "u1", 10)],
      [rating("b", "u0", 30), rating("b", "u2", 20), rating("b", "u1", 5)],
    ],
    4,
  );
  expect(merged.map(({ movieId, userId }) => movieId + userId)).toEqual(["bu0", "au3", "bu2", "au1"]);
});

it("shows one of two that stand in the same place, the first list's", () => {
  expect(mergeNewestFirst([[rating("a", "u", 1)], [rating("b", "u", 1)]], 9)).toEqual([rating("a", "u", 1)]);
});
