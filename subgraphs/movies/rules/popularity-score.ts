/** 0.7 times the mean on a five-star scale plus 0.3 times ln(count + 1), rounded to three decimals; 0 without ratings. */
export function popularityScore({ count, sum }: { count: number; sum: number }): number {
  if (count === 0) return 0;
  const score = 0.7 * (sum / count / 2) + 0.3 * Math.log(count + 1);
  return Math.round(score * 1000) / 1000;
}
