import type { Totals } from "./rating-counts.js";

export interface SummaryFigures {
  count: number;
  average: number | null;
  standardDeviation: number | null;
  histogram: number[];
  popularityScore: number;
}

/** The figures a client sees. Sums are of whole numbers, so the mean is exact before the one division. */
export function summarize({ count, sum, sumOfSquares, histogram }: Totals): SummaryFigures {
  const average = count === 0 ? null : sum / count;
  return {
    count,
    average,
    standardDeviation:
      count < 2 ? null : Math.sqrt(Math.max(0, (count * sumOfSquares - sum * sum) / (count * (count - 1)))),
    histogram,
    popularityScore: 0.7 * ((average ?? 0) / 2) + 0.3 * Math.log(count + 1),
  };
}
