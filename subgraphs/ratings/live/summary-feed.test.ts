import { createFamilyWatch } from "@marquee/platform/aliases/family-watch.js";
import { createCursorSigner } from "@marquee/platform/cursor/signed-cursor.js";
import { AppliedPositions } from "@marquee/platform/projection/applied-positions.js";
import { loneFamilies } from "@marquee/platform/testing/lone-families.js";
import type { RatingChanges } from "@marquee/schema/events/rating-changes.js";
import { expect, it } from "vitest";
import type { RatingStore } from "../store/rating-store.js";
import type { RatingRecord } from "./rating-record.js";
import { summaryFeed } from "./summary-feed.js";

const totals = (count: number) => ({
  count,
  sum: count,
  sumOfSquares: count,
  histogram: [count, 0, 0, 0, 0, 0, 0, 0, 0, 0],
});

/** A feed whose changes are told by hand, over tables that are read when the test says so. */
function openSummaries() {
  const applied = new AppliedPositions();
  const listeners = new Set<(partition: number, record: RatingRecord) => void>();
  const tell = (position: number, count: number) => {
    applied.advance(0, position);
    const record: RatingChanges = {
      type: "RatingChanges",
      version: 1,
      position,
      movieId: "m",
      genres: [],
      origin: "live",
      totals: totals(count),
      changes: [{ eventId: `e${position}`, userId: "u", score: 1, previousScore: null, ratedAt: 0 }],
    };
    for (const listener of listeners) listener(0, record);
  };
  const tables = { read: async (): Promise<{ position: number; count: number }> => ({ position: -1, count: 0 }) };
  const ratings = {
    async totalsOf() {
      const { position, count } = await tables.read();
      return [{ totals: totals(count), position }];
    },
  } as unknown as RatingStore;
  const stop = new AbortController();
  const feed = summaryFeed(
    {
      changes: {
        applied,
        listen(listener: (partition: number, record: RatingRecord) => void) {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
        close: async () => {},
      },
      ratings,
      cursors: createCursorSigner(["a key for tests alone, of 32 characters or more"]),
      partitionOf: async () => 0,
      families: loneFamilies,
      familyWatch: createFamilyWatch(loneFamilies),
    } as unknown as Parameters<typeof summaryFeed>[0],
    { movieId: "m", after: null, signal: stop.signal },
  );
  const next = async () => {
    const { value, done } = await feed.next();
    return done === true || !value ? null : { count: value.payload.totals.count, position: value.payload.position };
  };
  return { tell, tables, next, stop, listeners };
}

it("snapshot-then-delta-has-no-hole: what changes while the tables are read is told after the snapshot", async () => {
  const { tell, tables, next, stop } = openSummaries();
  tell(4, 1);
  tables.read = async () => {
    // The tables were read before this change was folded into them.
    tell(5, 2);
    return { position: 4, count: 1 };
  };
  expect(await next()).toEqual({ count: 1, position: 4 });
  expect(await next()).toEqual({ count: 2, position: 5 });
  stop.abort();
});

it("tells no change again that the snapshot has already", async () => {
  const { tell, tables, next, stop } = openSummaries();
  tables.read = async () => {
    tell(5, 2);
    return { position: 6, count: 3 };
  };
  expect(await next()).toEqual({ count: 3, position: 6 });
  const after = next();
  tell(6, 3);
  tell(7, 4);
  expect(await after).toEqual({ count: 4, position: 7 });
  stop.abort();
});

it("gives a slow reader the latest, and leaves nobody listening when it ends", async () => {
  const { tell, next, stop, listeners } = openSummaries();
  await next();
  for (let position = 0; position < 100; position++) tell(position, position + 1);
  expect(await next()).toEqual({ count: 100, position: 99 });
  const last = next();
  stop.abort();
  expect(await last).toBeNull();
  expect(listeners.size).toBe(0);
});
