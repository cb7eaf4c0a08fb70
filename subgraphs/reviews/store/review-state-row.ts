import type { ReviewState } from "../rules/review-state.js";

/** A review's state as both engines keep it. */
export interface ReviewStateRow {
  /** JSON, so that U+0000 and lone surrogates come back as they were given; null or empty when the review was deleted. */
  content: string | null;
  changed_at: number;
  up: number;
  total: number;
  imported_up: number;
  imported_total: number;
  votes_since: number;
  position: number;
  committed: number;
  recent: string;
}

export function toReviewState(row: ReviewStateRow): ReviewState {
  return {
    content: row.content ? JSON.parse(row.content) : null,
    changedAt: row.changed_at,
    votes: { up: row.up, total: row.total },
    importedVotes: { up: row.imported_up, total: row.imported_total },
    votesSince: row.votes_since,
    position: row.position,
    committed: row.committed,
    recent: JSON.parse(row.recent),
  };
}
