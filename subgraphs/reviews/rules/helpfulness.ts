const Z_95 = 1.959963984540054;

/**
 * How helpful a review is at least, with 95 % confidence: the lower bound of the Wilson score interval, 0 to 1. Few votes say
 * little, so 90 of 100 comes before 2 of 2.
 */
export function helpfulness(up: number, total: number): number {
  if (total <= 0) return 0;
  const share = Math.min(Math.max(up / total, 0), 1);
  const z2 = Z_95 * Z_95;
  const spread = Z_95 * Math.sqrt((share * (1 - share) + z2 / (4 * total)) / total);
  return Math.max(0, (share + z2 / (2 * total) - spread) / (1 + z2 / total));
}
