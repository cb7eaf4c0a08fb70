import { helpfulness } from "./helpfulness.js";
import type { ReviewKey } from "./review-id.js";
import type { StandingReview } from "./review-state.js";

/** What the lists of reviews are sorted and filtered by. */
export interface ListPlace {
  createdAt: number;
  helpfulness: number;
  /** All votes: how much the helpfulness still moves with each. */
  votes: number;
  containsSpoilers: boolean;
}

/** What one accepted event did to the place of a review in the lists. */
export interface ListMove extends ReviewKey {
  /** Of the event. */
  position: number;
  /** Null: it was listed nowhere. */
  from: ListPlace | null;
  /** Null: it is no longer listed. */
  to: ListPlace | null;
}

export function placeOf(review: StandingReview | null): ListPlace | null {
  if (review === null) return null;
  const { createdAt, up, total, containsSpoilers } = review;
  return { createdAt, helpfulness: helpfulness(up, total), votes: total, containsSpoilers };
}
