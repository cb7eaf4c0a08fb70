import type { CatalogueRow } from "../catalogue-row.js";
import { below, unit } from "./draw.js";
import { seededRandom } from "./seeded-random.js";

const TOP = 26_400;
const FLATNESS = 15;

/**
 * How many ratings each row gets, in the order of the rows: after Zipf, by how many critics reviewed the film, give or take half.
 * At least one, at most half of the viewers.
 */
export function ratingCounts(rows: readonly CatalogueRow[], options: { seed: number; viewers: number }): Uint32Array {
  const byFame = rows.map((_, index) => index).sort((a, b) => fame(rows[b]) - fame(rows[a]) || a - b);
  const counts = new Uint32Array(rows.length);
  byFame.forEach((index, rank) => {
    const random = seededRandom(options.seed, `popularity:${rows[index]?.id}`);
    const famous = Math.floor(((0.5 + unit(random)) * TOP) / (rank + 1 + FLATNESS));
    counts[index] = Math.max(1, Math.min(1 + below(random, 2) + famous, Math.floor(options.viewers / 2)));
  });
  return counts;
}

function fame(row: CatalogueRow | undefined): number {
  return row?.criticReviews ?? 0;
}
