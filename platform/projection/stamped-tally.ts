import { requireStillOurs } from "./lost-partition.js";

/**
 * Counts that are folded from a log, with the position they are true at and what the last batch added to them.
 *
 * A crash between writing a tally and committing the batch leaves it ahead of the committed position, and the same messages
 * come again, perhaps cut into other batches. `tail` makes that harmless: it keeps every step at or past the position that was
 * committed when the tally was written last, so the counts as of any later committed position can be told exactly.
 */
export interface StampedTally {
  /** What each number means is its owner's business. */
  counts: readonly number[];
  /** Folded up to here; -1 when nothing was. */
  position: number;
  /** Steps in order of position; one position may have several. */
  tail: readonly TallyStep[];
  /** Steps before this position are forgotten. */
  committed: number;
}

/** What one message added, sparse: pairs of index and difference. */
export interface TallyStep {
  position: number;
  add: readonly (readonly [index: number, difference: number])[];
}

export function emptyTally(size: number): StampedTally {
  return { counts: new Array<number>(size).fill(0), position: -1, tail: [], committed: -1 };
}

/** The counts as they were when everything before `committed` was folded and nothing else. Throws when that is forgotten. */
export function countsBefore(tally: StampedTally, committed: number): number[] {
  requireStillOurs(tally.committed, committed);
  const counts = [...tally.counts];
  for (const step of tally.tail) {
    if (step.position >= committed) addTo(counts, step.add, -1);
  }
  return counts;
}

/**
 * The tally after further steps (all past its position), true at `position`. Steps before `committed` are forgotten:
 * nobody will ask for the counts before them again.
 */
export function extendTally(
  tally: StampedTally,
  steps: readonly TallyStep[],
  position: number,
  committed: number,
): StampedTally {
  const counts = [...tally.counts];
  for (const step of steps) addTo(counts, step.add, 1);
  return {
    counts,
    position: Math.max(position, tally.position),
    tail: [...tally.tail.filter((step) => step.position >= committed), ...steps],
    committed,
  };
}

export function addTo(counts: number[], add: TallyStep["add"], sign: 1 | -1): void {
  for (const [index, difference] of add) counts[index] = (counts[index] ?? 0) + sign * difference;
}
