import type { AcceptedStep, RatingStep } from "./rating-step.js";

/** For how long an event id is known again, by the log's clock. */
export const REMEMBER_MS = 24 * 60 * 60 * 1000;

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

export type RecentStep = readonly [
  eventId: string,
  position: number,
  item: number,
  score: number | null,
  previousScore: number | null,
  ratedAt: number,
  appendedAt: number,
];

/** What was read of one bucket: rows of the users that the batch touches, and up to where the bucket is folded. */
export interface BucketRead {
  position: number;
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
    rows.set(step.userId, nextRow(row, step, committed));
    // Taking back what is not there changes nothing; that it was asked for is remembered, as its key may come again.
    if (step.score === null && (row?.score ?? null) === null) return null;
    const accepted = { step, previousScore: row?.score ?? null };
    fresh.push(accepted);
    return accepted;
  });
  return { decisions, rows, fresh, position };
}

function decidedBefore(row: RatingRow, step: RatingStep): AcceptedStep | null {
  const entry = row.recent.find(([, position, item]) => position === step.position && item === step.item);
  if (entry === undefined) return null;
  const [, , , score, previousScore] = entry;
  return score === null && previousScore === null ? null : { step, previousScore };
}

/** A duplicate, or an import that is older than what stands. */
function isRefused(row: RatingRow | undefined, step: RatingStep): boolean {
  if (row === undefined) return false;
  // The window is checked here and not left to pruning, which depends on how the log was cut into batches.
  const duplicate = row.recent.some(
    ([eventId, , , , , , appendedAt]) => eventId === step.eventId && step.appendedAt - appendedAt <= REMEMBER_MS,
  );
  return duplicate || (step.origin === "import" && row.ratedAt >= step.ratedAt);
}

/** Of a user who never rated: older than every import. */
const NEVER = Number.MIN_SAFE_INTEGER;

function nextRow(row: RatingRow | undefined, step: RatingStep, committed: number): RatingRow {
  const kept = (row?.recent ?? []).filter(
    ([, position, , , , , appendedAt]) => position >= committed || step.appendedAt - appendedAt <= REMEMBER_MS,
  );
  const previousScore = row?.score ?? null;
  const { eventId, position, item, score, ratedAt, appendedAt } = step;
  const changes = score !== null || previousScore !== null;
  return {
    score,
    ratedAt: changes ? ratedAt : (row?.ratedAt ?? NEVER),
    position,
    recent: [...kept, [eventId, position, item, score, previousScore, ratedAt, appendedAt]],
  };
}
