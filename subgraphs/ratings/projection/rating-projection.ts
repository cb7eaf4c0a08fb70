import type { LogMessage } from "@marquee/platform/event-log/event-log.js";
import type { ProjectedChange, Projection, ProjectionBatch } from "@marquee/platform/projection/projection.js";
import { type RatingLogEvent, readRatingEvent } from "@marquee/schema/events/rating-events.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import type { RatingFoldStore } from "../store/rating-fold-store.js";
import { foldMessages, touchedBy } from "./fold-messages.js";
import { unpack } from "./rating-steps.js";

/** marquee.ratings.v1 into the rating tables, and what changed into marquee.rating-changes.v1. */
export function ratingProjection(store: RatingFoldStore): Projection<RatingLogEvent> {
  return {
    name: "ratings",
    topic: TOPICS.ratings,
    changesTopic: TOPICS.ratingChanges,
    parse: (message: LogMessage) => readRatingEvent(message.value),
    apply: (batch) => apply(store, batch),
  };
}

async function apply(store: RatingFoldStore, batch: ProjectionBatch<RatingLogEvent>): Promise<ProjectedChange[]> {
  const messages = batch.events.map(({ position, appendedAt, event }) => unpack(position, appendedAt, event));
  const touched = touchedBy(batch.partition, messages);
  const read = await store.load(touched.request);
  const fold = foldMessages(touched, read, messages, batch);
  await store.writeBuckets(fold.buckets);
  await store.writeFollowers(fold.followers);
  return fold.followers.feed.map(({ position, value }, index) => ({
    position,
    key: fold.changes[index]?.movieId ?? "",
    value,
  }));
}
