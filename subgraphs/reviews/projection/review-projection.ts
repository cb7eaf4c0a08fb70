import type { ProjectedChange, Projection, ProjectionBatch } from "@marquee/platform/projection/projection.js";
import { type ReviewLogEvent, readReviewEvent } from "@marquee/schema/events/review-events.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import type { ReviewFoldStore } from "../store/review-fold-store.js";
import { foldEvents, touchedBy } from "./fold-events.js";

/** marquee.reviews.v1 into the review tables, and what changed into marquee.review-changes.v1. */
export function reviewProjection(store: ReviewFoldStore): Projection<ReviewLogEvent> {
  return {
    name: "reviews",
    topic: TOPICS.reviews,
    changesTopic: TOPICS.reviewChanges,
    parse: (message) => readReviewEvent(message.value),
    apply: (batch) => apply(store, batch),
  };
}

async function apply(store: ReviewFoldStore, batch: ProjectionBatch<ReviewLogEvent>): Promise<ProjectedChange[]> {
  const touched = touchedBy(batch);
  const fold = foldEvents(touched, await store.load(touched.request), batch);
  if (fold.reviews.length > 0) await store.writeReviews(fold.reviews);
  await store.writeFollowers(fold.followers);
  return fold.changes.map((change) => ({
    position: change.position,
    key: change.movieId,
    value: JSON.stringify(change),
  }));
}
