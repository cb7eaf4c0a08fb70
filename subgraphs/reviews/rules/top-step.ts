import type { ListPlace } from "./list-move.js";

/**
 * Where every vote would move a review to another row, it leaves a tombstone at every vote, and whoever reads the list has to wade
 * through them. So a row is found by the exact helpfulness only up to this many votes, which bounds what one review can leave;
 * beyond, by the step into which it falls. Changing either number takes a rebuild of the tables.
 */
const EXACT_VOTES = 16;
const STEPS = 256;

/** The step of a review with many votes; null for one with few, which stands by its exact helpfulness. */
export function topStep({ helpfulness, votes }: Pick<ListPlace, "helpfulness" | "votes">): number | null {
  return votes > EXACT_VOTES ? stepOf(helpfulness) : null;
}

/** Higher helpfulness is never in a lower step. */
export function stepOf(helpfulness: number): number {
  return Math.floor(helpfulness * STEPS);
}
