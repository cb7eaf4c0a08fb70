// The figures of a movie as one vector, so that folding is addition: [count, sum, sum of squares, how often 1, 2, … 10].

const COUNT = 0;
const SUM = 1;
const SUM_OF_SQUARES = 2;
const FIRST_SCORE = 3;

export const COUNTS_SIZE = 13;

export interface Totals {
  count: number;
  sum: number;
  sumOfSquares: number;
  /** Ten counts, score 1 first. */
  histogram: number[];
}

export function totalsOf(counts: readonly number[]): Totals {
  return {
    count: counts[COUNT] ?? 0,
    sum: counts[SUM] ?? 0,
    sumOfSquares: counts[SUM_OF_SQUARES] ?? 0,
    histogram: counts.slice(FIRST_SCORE),
  };
}

export function countsOf(totals: Totals): number[] {
  return [totals.count, totals.sum, totals.sumOfSquares, ...totals.histogram];
}

/** Adds what a rating going from one score to another changes; null stands for no rating. */
export function addScore(counts: number[], from: number | null, to: number | null): void {
  if (from !== null) addOne(counts, from, -1);
  if (to !== null) addOne(counts, to, 1);
}

/** Sums as a sparse step: one difference for each index that is not 0. */
export function differencesOf(sums: readonly number[]): [index: number, difference: number][] {
  return sums.flatMap((sum, index): [number, number][] => (sum === 0 ? [] : [[index, sum]]));
}

function addOne(counts: number[], score: number, sign: 1 | -1): void {
  const place = FIRST_SCORE + score - 1;
  counts[COUNT] = (counts[COUNT] ?? 0) + sign;
  counts[SUM] = (counts[SUM] ?? 0) + sign * score;
  counts[SUM_OF_SQUARES] = (counts[SUM_OF_SQUARES] ?? 0) + sign * score * score;
  counts[place] = (counts[place] ?? 0) + sign;
}
