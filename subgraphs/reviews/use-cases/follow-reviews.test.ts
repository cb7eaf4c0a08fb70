import { createFamilyWatch } from "@marquee/platform/aliases/family-watch.js";
import { USUAL_REPLAY_LIMITS } from "@marquee/platform/config/replay-config.js";
import { createCursorSigner } from "@marquee/platform/cursor/signed-cursor.js";
import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import { AppliedPositions } from "@marquee/platform/projection/applied-positions.js";
import { createReplayGate } from "@marquee/platform/projection/replay-gate.js";
import { createMetrics } from "@marquee/platform/service/metrics.js";
import { loneFamilies } from "@marquee/platform/testing/lone-families.js";
import type { ReviewChange } from "@marquee/schema/events/review-changes.js";
import { expect, it } from "vitest";
import type { ReviewFeedStore } from "../store/review-feed-store.js";
import { readFeedCursor, signFeedCursor } from "./feed-cursor.js";
import { followReviews, type ReviewFollowing } from "./follow-reviews.js";

const cursors = createCursorSigner(["a key for tests alone, of 32 characters or more"]);

/** Two partitions whose changes are told by hand. */
function openFollowing() {
  const applied = new AppliedPositions();
  const listeners = new Set<(partition: number, record: ReviewChange) => void>();
  let heard = () => {};
  const listening = new Promise<void>((resolve) => {
    heard = resolve;
  });
  const closing = new AbortController();
  const following: ReviewFollowing = {
    log: { partitions: async () => 2, partitionOf: async () => 1 } as unknown as EventLog,
    families: loneFamilies,
    familyWatch: createFamilyWatch(loneFamilies),
    changes: {
      applied,
      listen(listener) {
        listeners.add(listener);
        heard();
        return () => listeners.delete(listener);
      },
      recent: () => undefined,
      close: async () => {},
    },
    feedStore: { read: async () => [], oldest: async () => 0 } as unknown as ReviewFeedStore,
    cursors,
    maxBuffered: 10,
    replays: createReplayGate(USUAL_REPLAY_LIMITS, { subgraph: "reviews", metrics: createMetrics() }),
    closing: closing.signal,
  };
  const tell = (partition: number, position: number, change: Partial<ReviewChange> = {}) => {
    applied.advance(partition, position);
    const review = {
      summary: null,
      text: `${position}`,
      containsSpoilers: false,
      score: null,
      up: 1,
      total: 2,
      createdAt: 3,
    };
    const record: ReviewChange = {
      type: "ReviewChange",
      version: 1,
      position,
      eventId: `e${position}`,
      origin: "live",
      kind: "ADDED",
      movieId: "m",
      userId: "ann",
      review,
      ...change,
    };
    for (const listener of listeners) listener(partition, record);
  };
  return { following, tell, listening, listeners, closing };
}

const open = (following: ReviewFollowing, movieId: string | null) =>
  followReviews(following, { movieId, after: undefined, signal: new AbortController().signal });

/** The next item that is more than a note of how far the feed is. */
async function nextReview(feed: ReturnType<typeof followReviews>) {
  for (;;) {
    const { value } = await feed.next();
    if (!value || value.payload !== undefined) return value;
  }
}

it("says first where it starts, for the gateway alone", async () => {
  const { following, tell } = openFollowing();
  tell(1, 4);
  const feed = open(following, "m");
  const { value } = await feed.next();
  expect(value).toMatchObject({ payload: undefined, feed: { positions: [[1, 4, 0]], live: true } });
  expect(readFeedCursor(cursors, new Set(["m"]), value?.feed.cursor ?? "")).toEqual(new Map([[1, 4]]));
  await feed.return();
});

it("starts at what comes from now on, and tells of live submissions and replacements of its movie alone", async () => {
  const { following, tell, listening } = openFollowing();
  tell(1, 1);
  const feed = open(following, "m");
  const first = nextReview(feed);
  await listening;
  tell(1, 2, { movieId: "other" });
  tell(1, 3, { origin: "import" });
  tell(1, 4, { kind: "VOTED" });
  tell(1, 5, { kind: "DELETED", review: null });
  tell(1, 6, { kind: "REPLACED" });
  const value = await first;
  expect(value).toMatchObject({
    payload: { movieId: "m", userId: "ann", text: "6", helpful: { up: 1, total: 2 }, createdAt: 3 },
    feed: { eventId: "e6", positions: [[1, 6, 0]], live: true },
  });
  expect(readFeedCursor(cursors, new Set(["m"]), value?.feed.cursor ?? "")).toEqual(new Map([[1, 6]]));
  await feed.return();
});

it("of all movies carries the position of every partition", async () => {
  const { following, tell, listening } = openFollowing();
  tell(0, 9);
  const feed = open(following, null);
  const first = nextReview(feed);
  await listening;
  tell(1, 2);
  const value = await first;
  expect(readFeedCursor(cursors, null, value?.feed.cursor ?? "")).toEqual(
    new Map([
      [0, 9],
      [1, 2],
    ]),
  );
  await feed.return();
});

it("ends when the subgraph closes or its reader leaves, and listens no longer", async () => {
  const { following, listeners, closing } = openFollowing();
  const reader = new AbortController();
  const left = followReviews(following, { movieId: null, after: undefined, signal: reader.signal });
  const closed = open(following, null);
  await Promise.all([left.next(), closed.next()]);
  const waiting = [left.next(), closed.next()];
  reader.abort();
  expect((await waiting[0])?.done).toBe(true);
  closing.abort();
  expect((await waiting[1])?.done).toBe(true);
  expect(listeners.size).toBe(0);
  expect((await open(following, null).next()).done).toBe(true);
});

it("refuses a cursor of another movie, also of one in the same partition", async () => {
  const { following } = openFollowing();
  const after = signFeedCursor(cursors, "other", new Map([[1, -1]]));
  const { signal } = new AbortController();
  await expect(followReviews(following, { movieId: "m", after, signal }).next()).rejects.toMatchObject({
    code: "CURSOR_INVALID",
  });
});
