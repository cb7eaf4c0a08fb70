import type { StampedTally } from "@marquee/platform/projection/stamped-tally.js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { scoreStep } from "../rules/rating-counts.js";
import type { RatingFeedStore } from "./rating-feed-store.js";
import type { BucketWrite, FollowerWrites, RatingFoldStore } from "./rating-fold-store.js";
import type { RatingStore } from "./rating-store.js";

export interface RatingStores {
  fold: RatingFoldStore;
  ratings: RatingStore;
  feed: RatingFeedStore;
  close(): Promise<void>;
}

const tally = (position: number, ...scores: number[]): StampedTally => {
  const counts = new Array<number>(13).fill(0);
  for (const score of scores)
    for (const [index, by] of scoreStep(null, score)) counts[index] = (counts[index] ?? 0) + by;
  return { counts, position, tail: [{ position, add: [[0, 1]] }] };
};

const followers = (writes: Partial<FollowerWrites>): FollowerWrites => ({
  partition: 0,
  ratings: [],
  tallies: new Map(),
  statistics: { ratings: 0, sumOfScores: 0, position: 0 },
  feed: [],
  ...writes,
});

const listed = (movieId: string, userId: string, score: number | null, ratedAt: number, position: number) => ({
  movieId,
  userId,
  score,
  ratedAt,
  position,
});

const change = (position: number) => ({
  type: "RatingChanges" as const,
  version: 1 as const,
  position,
  movieId: "m",
  genres: ["Drama"],
  origin: "live" as const,
  totals: { count: 1, sum: 7, sumOfSquares: 49, histogram: [0, 0, 0, 0, 0, 0, 1, 0, 0, 0] },
  changes: [{ eventId: `e${position}`, userId: "u", score: 7, previousScore: null, ratedAt: 1 }],
});

/** What every engine's rating tables must do; each test gets empty ones. */
export function ratingStoreContract(name: string, open: () => Promise<RatingStores>): void {
  describe(`rating tables on ${name}`, () => {
    let stores: RatingStores;
    beforeEach(async () => {
      stores = await open();
    });
    afterEach(() => stores.close());

    const bucket = (position: number, score: number | null): BucketWrite => ({
      movieId: "m",
      bucket: 3,
      position,
      counts: tally(position, ...(score === null ? [] : [score])).counts,
      rows: new Map([
        ["u", { score, ratedAt: position * 10, position, recent: [["e", position, 0, score, null, 1, 2]] }],
      ]),
    });

    it("reads back what was written of a bucket, and nothing of what was never written", async () => {
      const write = bucket(5, 8);
      await stores.fold.writeBuckets([write]);
      const read = await stores.fold.load({
        partition: 0,
        buckets: [
          { movieId: "m", bucket: 3, userIds: ["u", "absent"] },
          { movieId: "m", bucket: 4, userIds: ["u"] },
        ],
        movieIds: ["m"],
      });
      expect(read.buckets[0]).toEqual({ position: 5, counts: write.counts, rows: write.rows });
      expect(read.buckets[1]).toEqual({ position: -1, counts: new Array(13).fill(0), rows: new Map() });
      expect(read.tallies.size).toBe(0);
      expect(read.statistics).toEqual({ ratings: 0, sumOfScores: 0, position: -1 });
    });

    it("lets no older position overwrite a newer one", async () => {
      await stores.fold.writeBuckets([bucket(9, null)]);
      await stores.fold.writeBuckets([bucket(5, 8)]);
      const late = (position: number, score: number) =>
        followers({
          ratings: [listed("m", "u", score, position, position)],
          tallies: new Map([["m", tally(position, score)]]),
          statistics: { ratings: position, sumOfScores: score, position },
        });
      await stores.fold.writeFollowers(late(9, 9));
      await stores.fold.writeFollowers(late(5, 5));
      const request = { partition: 0, buckets: [{ movieId: "m", bucket: 3, userIds: ["u"] }], movieIds: ["m"] };
      const read = await stores.fold.load(request);
      expect(read.buckets[0]?.position).toBe(9);
      expect(read.buckets[0]?.rows.get("u")?.score).toBeNull();
      expect(read.tallies.get("m")).toEqual(tally(9, 9));
      expect(read.statistics).toEqual({ ratings: 9, sumOfScores: 9, position: 9 });
      expect(await stores.ratings.ratingsOf([{ movieId: "m", userId: "u" }])).toMatchObject([{ score: 9 }]);
    });

    it("lists ratings newest first by movie and by user, in pages that inserts do not shift", async () => {
      await stores.fold.writeFollowers(
        followers({
          ratings: [
            listed("m", "u1", 1, 100, 1),
            listed("m", "u2", 2, 300, 2),
            listed("m", "u3", 3, 300, 3),
            listed("other", "u1", 4, 200, 4),
            listed("m", "u4", null, 400, 5),
          ],
        }),
      );
      const page = (after: { ratedAt: number; id: string } | null) => ({ id: "m", limit: 2, after });
      const users = async (after: { ratedAt: number; id: string } | null) =>
        (await stores.ratings.listByMovie([page(after)]))[0]?.map(({ userId }) => userId);
      expect(await users(null)).toEqual(["u2", "u3"]);
      await stores.fold.writeFollowers(followers({ ratings: [listed("m", "u5", 5, 500, 6)] }));
      expect(await users({ ratedAt: 300, id: "u3" })).toEqual(["u1"]);
      const [byUser, nobody] = await stores.ratings.listByUser([
        { id: "u1", limit: 10, after: null },
        { id: "nobody", limit: 10, after: null },
      ]);
      expect(byUser?.map(({ movieId }) => movieId)).toEqual(["other", "m"]);
      expect(nobody).toEqual([]);
    });

    it("moves an entry when a rating changes, and takes it out when it is removed", async () => {
      await stores.fold.writeFollowers(
        followers({ ratings: [listed("m", "u1", 1, 100, 1), listed("m", "u2", 2, 200, 2)] }),
      );
      await stores.fold.writeFollowers(followers({ ratings: [listed("m", "u1", 9, 300, 3)] }));
      const all = { id: "m", limit: 10, after: null };
      expect((await stores.ratings.listByMovie([all]))[0]?.map(({ userId, score }) => [userId, score])).toEqual([
        ["u1", 9],
        ["u2", 2],
      ]);
      await stores.fold.writeFollowers(followers({ ratings: [listed("m", "u1", null, 400, 4)] }));
      expect((await stores.ratings.listByMovie([all]))[0]?.map(({ userId }) => userId)).toEqual(["u2"]);
      expect(await stores.ratings.ratingsOf([{ movieId: "m", userId: "u1" }])).toEqual([null]);
    });

    it("answers totals in the order asked for, null for the unrated, and statistics over all partitions", async () => {
      await stores.fold.writeFollowers(
        followers({
          tallies: new Map([["m", tally(7, 4, 10)]]),
          statistics: { ratings: 2, sumOfScores: 14, position: 7 },
        }),
      );
      await stores.fold.writeFollowers(
        followers({ partition: 1, statistics: { ratings: 1, sumOfScores: 6, position: 3 } }),
      );
      const [none, rated] = await stores.ratings.totalsOf(["none", "m"]);
      expect(none).toBeNull();
      expect(rated).toMatchObject({ position: 7, totals: { count: 2, sum: 14, sumOfSquares: 116 } });
      expect(await stores.ratings.statistics()).toEqual({ ratings: 3, sumOfScores: 20 });
    });

    it("replays the feed by position, and says from where on nothing is missing", async () => {
      const feed = [3, 4, 12_345].map((position) => ({
        position,
        appendedAt: position * 10,
        value: JSON.stringify(change(position)),
      }));
      await stores.fold.writeFollowers(
        followers({ feed, statistics: { ratings: 1, sumOfScores: 7, position: 12_345 } }),
      );
      expect(await stores.feed.read(0, 3, 20_000, 10)).toEqual([change(4), change(12_345)]);
      expect(await stores.feed.read(0, -1, 20_000, 1)).toEqual([change(3)]);
      expect(await stores.feed.read(0, -1, 4, 10)).toEqual([change(3), change(4)]);
      expect(await stores.feed.read(1, -1, 20_000, 10)).toEqual([]);
      expect(await stores.feed.applied(0)).toBe(12_345);
      expect(await stores.feed.applied(1)).toBe(-1);
      await stores.feed.prune(0);
      expect(await stores.feed.oldest(0)).toBe(0);
      await stores.feed.prune(40);
      expect(await stores.feed.oldest(0)).toBe(4);
      expect(await stores.feed.read(0, -1, 20_000, 10)).toEqual([change(4), change(12_345)]);
      await stores.feed.prune(50);
      expect(await stores.feed.oldest(0)).toBe(5);
      await stores.feed.prune(Number.MAX_SAFE_INTEGER);
      expect(await stores.feed.oldest(0)).toBe(12_346);
      expect(await stores.feed.read(0, -1, 20_000, 10)).toEqual([]);
    });
  });
}
