import { addScore, countsOf, type Totals, totalsOf } from "./rating-counts.js";

/** The totals right after each of several changes, told from those after the last one by taking the later ones back. */
export function totalsAfterEach(
  changes: readonly { score: number | null; previousScore: number | null }[],
  afterLast: Totals,
): Totals[] {
  const counts = countsOf(afterLast);
  const totals: Totals[] = [];
  for (const { score, previousScore } of changes.toReversed()) {
    totals.push(totalsOf(counts));
    addScore(counts, score, previousScore);
  }
  return totals.reverse();
}
