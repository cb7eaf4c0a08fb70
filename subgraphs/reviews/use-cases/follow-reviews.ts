import type { FamilyLoader } from "@marquee/platform/aliases/family-loader.js";
import type { FamilyWatch } from "@marquee/platform/aliases/family-watch.js";
import type { CursorSigner } from "@marquee/platform/cursor/signed-cursor.js";
import { AppError } from "@marquee/platform/errors/app-error.js";
import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import type { ChangeFeed } from "@marquee/platform/projection/change-feed.js";
import type { ReplayGate } from "@marquee/platform/projection/replay-gate.js";
import { resumeFeed } from "@marquee/platform/projection/resumable-feed.js";
import type { FeedItem, FeedNote } from "@marquee/platform/subgraph/feed-item.js";
import { traceOf } from "@marquee/platform/tracing/record-traces.js";
import type { ReviewChange, readReviewChange } from "@marquee/schema/events/review-changes.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import type { ReviewModel } from "../models.js";
import { isFedReview } from "../rules/fed-review.js";
import type { ReviewFeedStore } from "../store/review-feed-store.js";
import { readFeedCursor, signFeedCursor } from "./feed-cursor.js";

export interface ReviewFollowing {
  log: EventLog;
  families: FamilyLoader;
  familyWatch: FamilyWatch;
  changes: ChangeFeed<ReturnType<typeof readReviewChange>>;
  feedStore: ReviewFeedStore;
  cursors: CursorSigner;
  /** Records that may wait in memory for one slow reader. */
  maxBuffered: number;
  replays: ReplayGate;
  /** Ends every feed when the subgraph ends. */
  closing: AbortSignal;
}

export interface FollowedReviews {
  /** Null: of all movies. */
  movieId: string | null;
  /** A cursor of this feed to resume behind; without it the feed starts now. */
  after: string | undefined;
  signal: AbortSignal;
}

/** Of a record without its text, roughly. */
const RECORD_BYTES = 500;

/**
 * Live submissions and replacements, each once and in order per movie. Throws CURSOR_EXPIRED or CURSOR_INVALID when `after`
 * can't be served, and CURSOR_EXPIRED when a reader has fallen behind further than the feed is kept. Ends when the movie is another
 * one's or others are its by now; opened again behind its last item, it covers those.
 */
export async function* followReviews(
  following: ReviewFollowing,
  { movieId, after, signal }: FollowedReviews,
): AsyncGenerator<FeedItem<ReviewModel> | FeedNote, void> {
  const { log, families, familyWatch, changes, feedStore, cursors, maxBuffered, replays, closing } = following;
  const ended = new AbortController();
  const end = () => ended.abort();
  if (signal.aborted || closing.aborted) end();
  signal.addEventListener("abort", end);
  closing.addEventListener("abort", end);
  let release = () => {};
  try {
    const movieIds = movieId === null ? null : new Set([movieId, ...(await families.load(movieId)).members]);
    if (movieId !== null && movieIds !== null) {
      const followed = familyWatch.follow(movieId, [...movieIds], ended.signal);
      followed.signal.addEventListener("abort", end);
      release = followed.release;
    }
    const partitions = movieIds === null ? await allPartitions(log) : await partitionsOf(log, movieIds);
    const start = after === undefined ? null : readFeedCursor(cursors, movieIds, after);
    for (const partition of movieIds !== null && movieIds.size > 1 ? partitions : []) {
      // Of a movie that was replaced since the cursor was given out: from now on.
      if (start !== null && !start.has(partition)) start.set(partition, changes.applied.of(partition));
    }
    const items = resumeFeed({
      feed: changes,
      readStored: feedStore.read,
      oldest: feedStore.oldest,
      partitions,
      after: start,
      maxBuffered,
      signal: ended.signal,
      replays,
      sizeOf: ({ review }) => RECORD_BYTES + 2 * (review?.text.length ?? 0),
    });
    let positions = new Map<number, number>();
    let live = false;
    let started = false;
    const reached = () => ({
      cursor: signFeedCursor(cursors, movieId, positions),
      positions: [...positions].map(([partition, position]) => [partition, position, 0] as const),
    });
    for await (const item of items) {
      if (item.type === "progress") {
        // The first says where the feed starts, which the gateway must know before a review comes; a replay says how far it is.
        const told = !started || !live;
        started = true;
        ({ positions, live } = item);
        if (told) yield { payload: undefined, feed: { ...reached(), live } };
        continue;
      }
      if (item.type === "gap") {
        throw new AppError("CURSOR_EXPIRED", "More was missed than one feed may catch up with; subscribe again.");
      }
      const { partition, record } = item;
      positions.set(partition, record.position);
      const payload = reviewOf(record);
      if (payload === null || movieIds?.has(record.movieId) === false) continue;
      yield { payload, feed: { ...reached(), eventId: record.eventId, live, trace: traceOf(record) } };
    }
  } finally {
    release();
    signal.removeEventListener("abort", end);
    closing.removeEventListener("abort", end);
  }
}

async function partitionsOf(log: EventLog, movieIds: ReadonlySet<string>): Promise<number[]> {
  return [...new Set(await Promise.all([...movieIds].map((id) => log.partitionOf(TOPICS.reviews, id))))];
}

async function allPartitions(log: EventLog): Promise<number[]> {
  return [...Array(await log.partitions(TOPICS.reviews)).keys()];
}

function reviewOf({ movieId, userId, review, ...change }: ReviewChange): ReviewModel | null {
  if (review === null || !isFedReview({ ...change, review })) return null;
  const { up, total, ...rest } = review;
  return { movieId, userId, ...rest, helpful: { up, total } };
}
