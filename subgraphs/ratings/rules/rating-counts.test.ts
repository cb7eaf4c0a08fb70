import { addTo } from "@marquee/platform/projection/stamped-tally.js";
import { describe, expect, it } from "vitest";
import { COUNTS_SIZE, countsOf, mergeSteps, scoreStep, totalsOf } from "./rating-counts.js";

const apply = (...steps: [number | null, number | null][]) => {
  const counts = new Array<number>(COUNTS_SIZE).fill(0);
  for (const [from, to] of steps) addTo(counts, scoreStep(from, to), 1);
  return totalsOf(counts);
};

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
    const steps = [...scoreStep(null, 8), ...scoreStep(null, 8), ...scoreStep(8, 3)];
    const counts = new Array<number>(COUNTS_SIZE).fill(0);
    addTo(counts, mergeSteps(steps), 1);
    expect(totalsOf(counts)).toEqual(apply([null, 8], [null, 3]));
    expect(mergeSteps([...scoreStep(null, 5), ...scoreStep(5, null)])).toEqual([]);
  });

  it("survive the way into totals and back", () => {
    const totals = apply([null, 1], [null, 10]);
    expect(totalsOf(countsOf(totals))).toEqual(totals);
  });
});
