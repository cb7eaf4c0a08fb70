import { describe, expect, it } from "vitest";
import { summarize } from "./rating-summary.js";

const totals = (...scores: number[]) => ({
  count: scores.length,
  sum: scores.reduce((a, b) => a + b, 0),
  sumOfSquares: scores.reduce((a, b) => a + b * b, 0),
  histogram: Array.from({ length: 10 }, (_, index) => scores.filter((score) => score === index + 1).length),
});

describe("summarize", () => {
  it("has no average without ratings and no deviation under two", () => {
    expect(summarize(totals())).toEqual({
      count: 0,
      average: null,
      standardDeviation: null,
      histogram: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
      popularityScore: 0,
    });
    expect(summarize(totals(7)).standardDeviation).toBeNull();
  });

  it("divides by n - 1", () => {
    expect(summarize(totals(2, 4, 4, 4, 5, 5, 7, 9)).standardDeviation).toBeCloseTo(2.13809, 5);
    expect(summarize(totals(5, 5)).standardDeviation).toBe(0);
  });

  it("scores popularity on five stars", () => {
    expect(summarize(totals(8, 10)).popularityScore).toBeCloseTo(0.7 * 4.5 + 0.3 * Math.log(3), 12);
  });
});
