import type { Totals } from "./rating-counts.js";

export const NO_RATINGS: Totals = { count: 0, sum: 0, sumOfSquares: 0, histogram: new Array<number>(10).fill(0) };

/** The figures of several movies that turned out to be one. */
export function addTotals(parts: readonly Totals[]): Totals {
  return parts.reduce(
    (sum, part) => ({
      count: sum.count + part.count,
      sum: sum.sum + part.sum,
      sumOfSquares: sum.sumOfSquares + part.sumOfSquares,
      histogram: sum.histogram.map((count, index) => count + (part.histogram[index] ?? 0)),
    }),
    NO_RATINGS,
  );
}
