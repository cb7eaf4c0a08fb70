import type { AcceptedStep, RatingStep } from "./rating-step.js";
import { isDuplicate, isFlood, type RecentStep, recentAfter } from "./recent-steps.js";

/** A user's row in a bucket. */
export interface RatingRow {
  /** Null when it was taken back. */
  score: number | null;
  ratedAt: number;
  /** Of the step that was accepted last. */
  position: number;
  /** Steps accepted lately, in order: what duplicates are recognised by and what a repeated batch is rebuilt from. */
  recent: readonly RecentStep[];
}

/** What was read of one bucket: rows of the users that the batch touches, and up to where the bucket is folded. */
export interface BucketRead {
  position: number;
  /** Of the batch that brought it there: what was decided before is no longer remembered in full. -1: nothing was folded. */
  committed: number;
  rows: ReadonlyMap<string, RatingRow>;
}

export interface BucketFold {
  /** One a step, in order: null when it had no effect. */
  decisions: (AcceptedStep | null)[];
  /** Rows that the batch touched with effect, to be written (again). */
  rows: Map<string, RatingRow>;
  /** Accepted now, as opposed to found applied. */
  fresh: AcceptedStep[];
  position: number;
  committed: number;
}

/**
 * Decides every step of a batch on one bucket. Steps at or before the bucket's position were decided by an earlier try of an
 * uncommitted batch: what was decided is read back from `recent`, never decided again.
 */
export function foldBucket(read: BucketRead, steps: readonly RatingStep[], committed: number): BucketFold {
  const rows = new Map<string, RatingRow>();
  const fresh: AcceptedStep[] = [];
  let position = read.position;
  const decisions = steps.map((step): AcceptedStep | null => {
    const row = rows.get(step.userId) ?? read.rows.get(step.userId);
    if (step.position <= read.position) {
      const decided = row === undefined ? null : decidedBefore(row, step);
      if (decided !== null && row !== undefined) rows.set(step.userId, row);
      return decided;
    }
    position = step.position;
    if (isRefused(row, step)) return null;
    const accepted = after(row, step);
    rows.set(step.userId, nextRow(row, accepted, committed));
    // Taking back what is not there changes nothing; that it was asked for is remembered, as its key may come again.
    if (step.score === null && accepted.previousScore === null) return null;
    fresh.push(accepted);
    return accepted;
  });
  // At one position there is one state, whichever try writes it.
  return { decisions, rows, fresh, position, committed: position === read.position ? read.committed : committed };
}

function after(row: RatingRow | undefined, step: RatingStep): AcceptedStep {
  const previousScore = row?.score ?? null;
  return { step, previousScore, previousRatedAt: previousScore === null ? null : (row?.ratedAt ?? null) };
}

function decidedBefore(row: RatingRow, step: RatingStep): AcceptedStep | null {
  for (const entry of row.recent) {
    if (entry.length === 3) continue;
    const [, position, item, score, previousScore, , , previousRatedAt] = entry;
    if (position !== step.position || item !== step.item) continue;
    return score === null && previousScore === null ? null : { step, previousScore, previousRatedAt };
  }
  return null;
}

/** A duplicate, one of too many, or an import that is older than what stands. */
function isRefused(row: RatingRow | undefined, step: RatingStep): boolean {
  if (row === undefined) return false;
  if (isDuplicate(row.recent, step) || isFlood(row.recent, step)) return true;
  return step.origin === "import" && !isWithdrawal(step) && row.ratedAt >= step.ratedAt;
}

/** A dataset is taken back, with what it brought and nobody else can have: however old that is. */
function isWithdrawal({ origin, score }: RatingStep): boolean {
  return origin === "import" && score === null;
}

/** Of a user who never rated, or whose rating went with its dataset: older than every import. */
const NEVER = Number.MIN_SAFE_INTEGER;

function nextRow(row: RatingRow | undefined, accepted: AcceptedStep, committed: number): RatingRow {
  const { score, position, ratedAt } = accepted.step;
  const changes = score !== null || accepted.previousScore !== null;
  const stamp = isWithdrawal(accepted.step) ? NEVER : ratedAt;
  return {
    score,
    ratedAt: changes ? stamp : (row?.ratedAt ?? NEVER),
    position,
    recent: recentAfter(row?.recent ?? [], accepted, committed),
  };
}
