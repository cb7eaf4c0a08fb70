import type { LogMessage } from "@marquee/platform/event-log/event-log.js";
import type { ProjectedChange, Projection, ProjectionBatch } from "@marquee/platform/projection/projection.js";
import { type RatingLogEvent, readRatingEvent } from "@marquee/schema/events/rating-events.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import type { RatingFoldStore } from "../store/rating-fold-store.js";
import { FoldMemory } from "./fold-memory.js";
import { foldMessages, touchedBy } from "./fold-messages.js";
import { unpack } from "./rating-steps.js";
import { readForFold } from "./read-for-fold.js";

/**
 * marquee.ratings.v1 into the rating tables, and what changed into marquee.rating-changes.v1. It remembers what it has folded for
 * the batches that follow: one projection a process.
 */
export function ratingProjection(store: RatingFoldStore): Projection<RatingLogEvent> {
  const memory = new FoldMemory();
  return {
    name: "ratings",
    topic: TOPICS.ratings,
    changesTopic: TOPICS.ratingChanges,
    parse: (message: LogMessage) => readRatingEvent(message.value),
    apply: (batch) => apply(store, memory, batch),
  };
}

async function apply(
  store: RatingFoldStore,
  memory: FoldMemory,
  batch: ProjectionBatch<RatingLogEvent>,
): Promise<ProjectedChange[]> {
  const known = memory.take(batch.partition, batch.committed);
  const messages = batch.events.map(({ position, appendedAt, event }) => unpack(position, appendedAt, event));
  const touched = touchedBy(batch.partition, messages, (userId) => store.bucketOf(userId));
  const read = await readForFold(store, touched.request, known);
  const fold = foldMessages(touched, read, messages, batch);
  await store.write(fold.buckets, fold.followers);
  const { statistics, tallies } = fold.followers;
  known.movies.learn(fold.buckets, tallies);
  known.statistics = statistics;
  memory.keep(batch.partition, batch.last + 1, known);
  return fold.followers.feed.map(({ position, value }, index) => ({
    position,
    key: fold.changes[index]?.movieId ?? "",
    value,
  }));
}
