import type { UserErrorModel } from "@marquee/platform/errors/user-error.js";
import type { ReviewModel } from "../models.js";
import { readReviewId } from "../rules/review-id.js";
import type { ReviewStore } from "../store/review-store.js";

/** Null for an id that names no review, whatever it looks like. */
export async function findReview(store: ReviewStore, id: string): Promise<ReviewModel | null> {
  const key = readReviewId(id);
  if (key === null) return null;
  const [review] = await store.reviewsOf([key]);
  return review ?? null;
}

export const NO_SUCH_REVIEW: UserErrorModel = {
  code: "NOT_FOUND",
  field: ["input", "reviewId"],
  message: "There is no review with this id; it may have been deleted.",
};
