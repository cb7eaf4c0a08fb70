import { uuidV7 } from "@marquee/platform/clock/uuid-v7.js";
import type { Viewer } from "@marquee/platform/subgraph/subgraph-endpoint.js";
import { ReviewVoted } from "@marquee/schema/events/review-voted.js";
import type { ReviewPayloadModel } from "../models.js";
import { findReview, NO_SUCH_REVIEW } from "./find-review.js";
import { type ReviewWriting, recordReviewEvent, refused, requireViewer } from "./record-review-event.js";

/** Says whether somebody else's review helped; voting again changes the vote. */
export async function voteReview(
  writing: ReviewWriting,
  someone: Viewer | null,
  input: { reviewId: string; helpful: boolean },
): Promise<ReviewPayloadModel> {
  const viewer = requireViewer(someone);
  const review = await findReview(writing.store, input.reviewId);
  if (review === null) return refused(NO_SUCH_REVIEW);
  const { movieId, userId } = review;
  if (userId === viewer.userId) {
    return refused({
      code: "FORBIDDEN",
      field: ["input", "reviewId"],
      message: "This review is your own; others say whether it helped.",
    });
  }
  const event = ReviewVoted.create({
    eventId: uuidV7(writing.clock),
    occurredAt: writing.clock.now(),
    origin: "live",
    movieId,
    userId,
    voterId: viewer.userId,
    helpful: input.helpful,
  });
  return recordReviewEvent(writing, review, ReviewVoted.encode(event));
}
