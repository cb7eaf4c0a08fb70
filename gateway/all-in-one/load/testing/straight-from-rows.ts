import type { MadeRating } from "@marquee/loaders/testing/write-movielens.js";
import type { Summary } from "./loaded-backend.js";

/** By movie id, in two passes over floating point stars: another way than the product's running sums. */
export function summariesOf(rows: readonly MadeRating[]): Map<string, Summary> {
  const stars = new Map<string, number[]>();
  for (const { movie, stars: given } of rows) {
    const id = `movielens:${movie}`;
    const all = stars.get(id) ?? [];
    stars.set(id, all);
    all.push(given);
  }
  return new Map([...stars].map(([id, all]) => [id, summaryOf(all)]));
}

function summaryOf(stars: readonly number[]): Summary {
  const mean = stars.reduce((sum, star) => sum + star, 0) / stars.length;
  const squares = stars.reduce((sum, star) => sum + (star - mean) ** 2, 0);
  const standardDeviation = stars.length < 2 ? null : 2 * Math.sqrt(squares / (stars.length - 1));
  return { count: stars.length, average: 2 * mean, standardDeviation };
}

/** Score by score, the best first: 0.7 * mean + 0.3 * ln(count + 1), in stars. */
export function rankingOf(summaries: ReadonlyMap<string, Summary>): { id: string; score: number }[] {
  return [...summaries]
    .map(([id, { count, average }]) => ({ id, score: (0.7 * (average ?? 0)) / 2 + 0.3 * Math.log(count + 1) }))
    .sort((one, other) => other.score - one.score);
}
