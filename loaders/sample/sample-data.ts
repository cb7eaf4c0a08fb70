import { createHash } from "node:crypto";
import type { CatalogueRow } from "./catalogue-row.js";
import { reviewCount } from "./synthetic/make-reviews.js";
import { ratingCounts } from "./synthetic/popularity.js";
import { createViewers, type Viewers } from "./synthetic/viewers.js";

/** Stands in every event id. Raise it whenever the same seed would make other events. */
export const GENERATOR_VERSION = "sample-v1";

const SEED = 20_150_101;
const VIEWERS = 5_000;

/** Equal for equal events. */
export function sampleFingerprint(catalogueDigest: string): string {
  return createHash("sha256")
    .update(JSON.stringify([GENERATOR_VERSION, catalogueDigest, SEED, VIEWERS]))
    .digest("hex");
}

/** What the sample consists of; ratings and reviews are made when they are asked for, film by film. */
export interface SampleData {
  seed: number;
  rows: readonly CatalogueRow[];
  viewers: Viewers;
  /** By row. */
  ratingCounts: Uint32Array;
  /** By row. */
  reviewCounts: Uint32Array;
}

export function createSampleData(
  rows: readonly CatalogueRow[],
  options: { seed?: number; viewers?: number } = {},
): SampleData {
  const { seed = SEED, viewers = VIEWERS } = options;
  const ratings = ratingCounts(rows, { seed, viewers });
  return {
    seed,
    rows,
    viewers: createViewers({ seed, count: viewers }),
    ratingCounts: ratings,
    reviewCounts: Uint32Array.from(rows, (row, index) => reviewCount(row, ratings[index] ?? 0, seed)),
  };
}
