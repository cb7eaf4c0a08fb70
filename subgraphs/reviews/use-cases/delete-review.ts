import { uuidV7 } from "@marquee/platform/clock/uuid-v7.js";
import type { Viewer } from "@marquee/platform/subgraph/subgraph-endpoint.js";
import { ReviewDeleted } from "@marquee/schema/events/review-deleted.js";
import type { ReviewPayloadModel } from "../models.js";
import { findReview, NO_SUCH_REVIEW } from "./find-review.js";
import { type ReviewWriting, recordReviewEvent, refused, requireViewer } from "./record-review-event.js";

/** Takes a review back: authors their own, admins any. */
export async function deleteReview(
  writing: ReviewWriting,
  someone: Viewer | null,
  input: { reviewId: string },
): Promise<ReviewPayloadModel> {
  const viewer = requireViewer(someone);
  const review = await findReview(writing.store, input.reviewId);
  if (review === null) return refused(NO_SUCH_REVIEW);
  const { movieId, userId } = review;
  if (userId !== viewer.userId && !viewer.roles.includes("ADMIN")) {
    return refused({
      code: "FORBIDDEN",
      field: ["input", "reviewId"],
      message: "This review is somebody else's; only its author can delete it.",
    });
  }
  const event = ReviewDeleted.create({
    eventId: uuidV7(writing.clock),
    occurredAt: writing.clock.now(),
    origin: "live",
    movieId,
    userId,
  });
  return recordReviewEvent(writing, review, ReviewDeleted.encode(event));
}
