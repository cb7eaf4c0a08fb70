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

/** What a rating going from one score to another adds; null stands for no rating. */
export function scoreStep(from: number | null, to: number | null): [index: number, difference: number][] {
  const add: [number, number][] = [];
  if (from !== null) add.push(...single(from, -1));
  if (to !== null) add.push(...single(to, 1));
  return add;
}

/** Several steps as one: at most one difference for each index. */
export function mergeSteps(steps: readonly (readonly [index: number, difference: number])[]): [number, number][] {
  const sums = new Map<number, number>();
  for (const [index, difference] of steps) sums.set(index, (sums.get(index) ?? 0) + difference);
  return [...sums].filter(([, difference]) => difference !== 0);
}

function single(score: number, sign: 1 | -1): [number, number][] {
  return [
    [COUNT, sign],
    [SUM, sign * score],
    [SUM_OF_SQUARES, sign * score * score],
    [FIRST_SCORE + score - 1, sign],
  ];
}
