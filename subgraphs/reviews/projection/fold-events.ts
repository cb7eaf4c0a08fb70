import { requireStillOurs } from "@marquee/platform/projection/lost-partition.js";
import type { ProjectionBatch } from "@marquee/platform/projection/projection.js";
import type { ReviewChange } from "@marquee/schema/events/review-changes.js";
import type { ReviewLogEvent } from "@marquee/schema/events/review-events.js";
import { isFedReview } from "../rules/fed-review.js";
import { foldReview, type ReviewDecision } from "../rules/fold-review.js";
import { type ListMove, placeOf } from "../rules/list-move.js";
import type { ReviewKey } from "../rules/review-id.js";
import type { PositionedEvent } from "../rules/review-state.js";
import type {
  FoldRead,
  FoldRequest,
  FollowerWrites,
  PartitionStatistics,
  ReviewWrite,
} from "../store/review-fold-store.js";

/** A batch sorted into the reviews it touches. */
export interface Touched {
  request: FoldRequest;
  /** Beside `request.reviews`, the events of each. */
  events: PositionedEvent[][];
}

export interface Fold {
  reviews: ReviewWrite[];
  followers: FollowerWrites;
  /** In source order. */
  changes: ReviewChange[];
}

type Batch = ProjectionBatch<ReviewLogEvent>;

export function touchedBy({ partition, events }: Batch): Touched {
  const byReview = new Map<string, ReviewKey & { voterIds: Set<string>; events: PositionedEvent[] }>();
  for (const item of events) {
    const { movieId, userId } = item.event;
    const key = JSON.stringify([movieId, userId]);
    const touched = byReview.get(key) ?? { movieId, userId, voterIds: new Set<string>(), events: [] };
    byReview.set(key, touched);
    touched.events.push(item);
    if (item.event.type === "ReviewVoted") touched.voterIds.add(item.event.voterId);
  }
  const all = [...byReview.values()];
  return {
    request: {
      partition,
      reviews: all.map(({ movieId, userId, voterIds }) => ({ movieId, userId, voterIds: [...voterIds] })),
    },
    events: all.map((touched) => touched.events),
  };
}

/** What the batch makes of what was read. Pure: the same log prefix gives the same result however it is cut into batches. */
export function foldEvents({ request, events }: Touched, read: FoldRead, batch: Batch): Fold {
  const reviews: ReviewWrite[] = [];
  const moves: ListMove[] = [];
  const changes: ReviewChange[] = [];
  request.reviews.forEach(({ movieId, userId }, index) => {
    const before = read.reviews[index];
    if (before === undefined) throw new Error("The store left a review out");
    requireStillOurs(before.state?.committed ?? -1, batch.committed);
    const fold = foldReview(before, events[index] ?? [], batch.committed);
    if (fold.state === null) return;
    const contentChanged = fold.decisions.some(({ kind }) => kind !== "VOTED");
    reviews.push({ movieId, userId, state: fold.state, contentChanged, voters: fold.voters });
    for (const decision of fold.decisions) {
      const { position, before, review } = decision;
      moves.push({ movieId, userId, position, from: placeOf(before), to: placeOf(review) });
      changes.push(changeOf({ movieId, userId }, decision));
    }
  });
  changes.sort((a, b) => a.position - b.position);
  const appendedAt = new Map(batch.events.map((item) => [item.position, item.appendedAt]));
  return {
    reviews,
    changes,
    followers: {
      partition: request.partition,
      moves,
      statistics: countedOn(read.statistics, changes, batch.last),
      feed: changes.filter(isFedReview).map((change) => ({
        position: change.position,
        appendedAt: appendedAt.get(change.position) ?? 0,
        value: JSON.stringify(change),
      })),
    },
  };
}

/** Changes at or before the position of the statistics were counted by an earlier try of this batch. */
function countedOn(before: PartitionStatistics, changes: readonly ReviewChange[], last: number): PartitionStatistics {
  let { reviews } = before;
  for (const { position, kind } of changes) {
    if (position <= before.position) continue;
    if (kind === "ADDED") reviews++;
    if (kind === "DELETED") reviews--;
  }
  return { reviews, position: Math.max(before.position, last) };
}

function changeOf({ movieId, userId }: ReviewKey, decision: ReviewDecision): ReviewChange {
  const { position, eventId, origin, kind, review } = decision;
  return { type: "ReviewChange", version: 1, position, eventId, origin, kind, movieId, userId, review };
}
