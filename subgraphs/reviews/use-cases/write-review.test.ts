import { createCursorSigner } from "@marquee/platform/cursor/signed-cursor.js";
import { AppError } from "@marquee/platform/errors/app-error.js";
import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import { AppliedPositions } from "@marquee/platform/projection/applied-positions.js";
import { FixedClock } from "@marquee/platform/testing/fixed-clock.js";
import { loneFamilies } from "@marquee/platform/testing/lone-families.js";
import { describe, expect, it } from "vitest";
import type { ReviewStore } from "../store/review-store.js";
import { readFeedCursor } from "./feed-cursor.js";
import { isReviewableMovie } from "./find-reviewable-movie.js";
import type { ReviewWriting } from "./record-review-event.js";
import { submitReview } from "./submit-review.js";

const viewer = { userId: "ann", roles: ["USER"] as const, expiresAt: 0 };
const input = { movieId: "m", text: "Good." };
const cursors = createCursorSigner(["a key for tests alone, of 32 characters or more"]);

function openWriting(append: EventLog["append"], applied = new AppliedPositions()): ReviewWriting {
  return {
    log: { append } as unknown as EventLog,
    store: { reviewsOf: async (keys) => keys.map(() => null) } as Partial<ReviewStore> as ReviewStore,
    isReviewable: async () => true,
    families: loneFamilies,
    applied,
    cursors,
    clock: new FixedClock(),
    waitMs: 0,
  };
}

describe("a review that is stored", () => {
  it("is answered with applied: false when it is not folded in time, and with a cursor that resumes behind it", async () => {
    const payload = await submitReview(
      openWriting(async () => [{ partition: 2, position: 7 }]),
      viewer,
      input,
    );
    expect(payload).toMatchObject({ applied: false, userErrors: [] });
    expect(readFeedCursor(cursors, new Set(["m"]), payload.cursor ?? "")).toEqual(new Map([[2, 7]]));
  });

  it("has one event id a key, user and movie", async () => {
    const ids: string[] = [];
    const writing = openWriting(async (_topic, messages) => {
      ids.push(...messages.map(({ value }) => JSON.parse(value).eventId));
      return [{ partition: 0, position: 0 }];
    });
    const keyed = { ...input, idempotencyKey: "key" };
    await submitReview(writing, viewer, keyed);
    await submitReview(writing, viewer, { ...keyed, text: "Other." });
    await submitReview(writing, { ...viewer, userId: "bob" }, keyed);
    await submitReview(writing, viewer, { ...keyed, movieId: "n" });
    await submitReview(writing, viewer, input);
    await submitReview(writing, viewer, input);
    expect(ids[1]).toBe(ids[0]);
    expect(new Set(ids).size).toBe(5);
  });

  it("passes on that nothing was stored, or that it may have been", async () => {
    for (const code of ["UNAVAILABLE", "UNKNOWN_OUTCOME"] as const) {
      const failing = openWriting(() => Promise.reject(new AppError(code, "The log failed.")));
      await expect(submitReview(failing, viewer, input)).rejects.toMatchObject({ code });
    }
  });
});

describe("isReviewableMovie", () => {
  function openLookup(end: number, found: ({ retired: boolean } | null)[]) {
    const asked: string[] = [];
    const followed = new AppliedPositions();
    const log = {
      partitionOf: async () => 0,
      positions: async () => [{ partition: 0, earliest: 0, end }],
    } as unknown as EventLog;
    const movies = {
      find: async (movieId: string) => {
        asked.push(movieId);
        return found[asked.length - 1] ?? null;
      },
      write: async () => {},
    };
    return { lookup: { log, movies, followed, waitMs: 60_000 }, asked, followed };
  }

  it("waits for a movie that is in the log and not yet in the table", async () => {
    const { lookup, asked, followed } = openLookup(4, [null, { retired: false }]);
    const answer = isReviewableMovie(lookup, "m");
    followed.advance(0, 2);
    followed.advance(0, 3);
    expect(await answer).toBe(true);
    expect(asked).toEqual(["m", "m"]);
  });

  it("waits no longer than it takes to know that there is none", async () => {
    const { lookup, followed } = openLookup(4, []);
    followed.advance(0, 3);
    expect(await isReviewableMovie(lookup, "m")).toBe(false);
    expect(await isReviewableMovie(openLookup(0, []).lookup, "m")).toBe(false);
    expect(await isReviewableMovie({ ...openLookup(4, []).lookup, waitMs: 0 }, "m")).toBe(false);
  });

  it("says no to a retired movie, and asks nobody for ids that no movie has", async () => {
    expect(await isReviewableMovie(openLookup(4, [{ retired: true }]).lookup, "m")).toBe(false);
    const { lookup, asked } = openLookup(4, []);
    for (const id of ["", "x".repeat(201)]) expect(await isReviewableMovie(lookup, id)).toBe(false);
    expect(asked).toEqual([]);
  });
});
