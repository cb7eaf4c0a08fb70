import { expect, it } from "vitest";
import { totalsAfterEach } from "./totals-after-each.js";

it("tells the totals after each change of a pack", () => {
  const histogram = [0, 0, 0, 0, 0, 0, 1, 0, 0, 1];
  const after = totalsAfterEach(
    [
      { score: 7, previousScore: null },
      { score: 4, previousScore: null },
      { score: 10, previousScore: 4 },
    ],
    { count: 2, sum: 17, sumOfSquares: 149, histogram },
  );
  expect(after.map(({ count, sum }) => [count, sum])).toEqual([
    [1, 7],
    [2, 11],
    [2, 17],
  ]);
  expect(after[1]?.histogram).toEqual([0, 0, 0, 1, 0, 0, 1, 0, 0, 0]);
  expect(after[2]?.histogram).toEqual(histogram);
});
