import type { ReadCounts } from "../records/read-stage.js";

/** What became of a stage's rows, or of all of them. `read` is the sum of `accepted`, `skipped` and `rejected`. */
export interface RunCounts {
  read: number;
  /** Rows that ended in Marquee. */
  accepted: number;
  /** Records that were made of them. */
  titles: number;
  ratings: number;
  reviews: number;
  /** Titles that became one with another dataset's. */
  joinedById: number;
  joinedByTitle: number;
  /** Titles that might be one of several others, and so stay apart. */
  ambiguous: number;
  /** Rows that were left out for a reason that is no fault, by code. */
  skipped: Record<string, number>;
  /** Rows that are in the rejects file, by reason. */
  rejected: Record<string, number>;
  /** How often each cleaning rule changed something. */
  cleaned: Record<string, number>;
}

export function emptyCounts(): RunCounts {
  return {
    read: 0,
    accepted: 0,
    titles: 0,
    ratings: 0,
    reviews: 0,
    joinedById: 0,
    joinedByTitle: 0,
    ambiguous: 0,
    skipped: {},
    rejected: {},
    cleaned: {},
  };
}

/** Adds what reading and cleaning counted. */
export function addRead(counts: RunCounts, { read, taken, skipped, cleaned }: ReadCounts): void {
  counts.read += read;
  counts.accepted += taken;
  addEach(counts.skipped, skipped);
  addEach(counts.cleaned, cleaned);
}

/** A row that reading had taken turns out not to be acceptable, or one that it refused itself. */
export function addReject(counts: RunCounts, reason: string, { taken }: { taken: boolean }): void {
  if (taken) counts.accepted -= 1;
  counts.rejected[reason] = (counts.rejected[reason] ?? 0) + 1;
}

export function sumCounts(all: readonly RunCounts[]): RunCounts {
  const sum = emptyCounts();
  for (const counts of all) {
    for (const [name, value] of Object.entries(counts) as [keyof RunCounts, number | Record<string, number>][]) {
      if (typeof value === "number") (sum[name] as number) += value;
      else addEach(sum[name] as Record<string, number>, value);
    }
  }
  return sum;
}

export function copyCounts(counts: RunCounts): RunCounts {
  return sumCounts([counts]);
}

export function total(byName: Readonly<Record<string, number>>): number {
  return Object.values(byName).reduce((sum, count) => sum + count, 0);
}

function addEach(sums: Record<string, number>, more: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(more)) sums[name] = (sums[name] ?? 0) + count;
}
