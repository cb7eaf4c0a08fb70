import type { UserErrorModel } from "@marquee/platform/errors/user-error.js";
/** A reference to something that another subgraph owns. */
export interface EntityRef {
  id: string;
}

export interface ReviewModel {
  movieId: string;
  /** Who wrote it. */
  userId: string;
  summary: string | null;
  text: string;
  containsSpoilers: boolean;
  score: number | null;
  helpful: { up: number; total: number };
  /** When the present text was submitted; milliseconds since 1970. */
  createdAt: number;
}

/** What submitReview, deleteReview and voteReview answer. */
export interface ReviewPayloadModel {
  review: ReviewModel | null;
  applied: boolean;
  cursor: string | null;
  userErrors: UserErrorModel[];
}
