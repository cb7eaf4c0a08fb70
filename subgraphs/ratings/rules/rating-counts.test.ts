import { addTo } from "@marquee/platform/projection/stamped-tally.js";
import { describe, expect, it } from "vitest";
import { addScore, COUNTS_SIZE, countsOf, differencesOf, totalsOf } from "./rating-counts.js";

type Step = [from: number | null, to: number | null];

const countsAfter = (...steps: Step[]) => {
  const counts = new Array<number>(COUNTS_SIZE).fill(0);
  for (const [from, to] of steps) addScore(counts, from, to);
  return counts;
};
const apply = (...steps: Step[]) => totalsOf(countsAfter(...steps));

describe("rating counts", () => {
  it("add, change and remove a score", () => {
    expect(apply([null, 8], [null, 3])).toEqual({
      count: 2,
      sum: 11,
      sumOfSquares: 73,
      histogram: [0, 0, 1, 0, 0, 0, 0, 1, 0, 0],
    });
    expect(apply([null, 8], [8, 10])).toEqual(apply([null, 10]));
    expect(apply([null, 8], [8, null])).toEqual(apply());
  });

  it("merge steps of many ratings into one difference an index", () => {
    const counts = new Array<number>(COUNTS_SIZE).fill(0);
    addTo(counts, differencesOf(countsAfter([null, 8], [null, 8], [8, 3])), 1);
    expect(totalsOf(counts)).toEqual(apply([null, 8], [null, 3]));
    expect(differencesOf(countsAfter([null, 5], [5, null]))).toEqual([]);
  });

  it("survive the way into totals and back", () => {
    const totals = apply([null, 1], [null, 10]);
    expect(totalsOf(countsOf(totals))).toEqual(totals);
  });
});
