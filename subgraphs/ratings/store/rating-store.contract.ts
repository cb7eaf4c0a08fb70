import type { StampedTally } from "@marquee/platform/projection/stamped-tally.js";
import type { MovieFacts } from "@marquee/schema/events/movie-facts.js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RatingRow } from "../rules/fold-bucket.js";
import { addScore } from "../rules/rating-counts.js";
import { MAX_REMEMBERED } from "../rules/recent-steps.js";
import type { BucketWrite, FollowerWrites, ListMove } from "./rating-fold-store.js";
import type { RatingStores } from "./rating-stores.js";

export type OpenRatingStores = Pick<RatingStores, "fold" | "ratings" | "facts"> & { close(): Promise<void> };

const tally = (position: number, ...scores: number[]): StampedTally => {
  const counts = new Array<number>(13).fill(0);
  for (const score of scores) addScore(counts, null, score);
  return { counts, position, tail: [{ position, add: [[0, 1]] }], committed: position - 1 };
};

const followers = (writes: Partial<FollowerWrites>): FollowerWrites => ({
  partition: 0,
  moves: [],
  tallies: new Map(),
  statistics: { ratings: 0, sumOfScores: 0, position: 0 },
  feed: [],
  ...writes,
});

const nothing = followers({ statistics: { ratings: 0, sumOfScores: 0, position: -1 } });

const facts: MovieFacts = {
  title: "The Long Night",
  genres: ["Drama", "War"],
  director: "A. Director",
  country: "FR",
  releaseYear: 1961,
  contentRating: "PG",
  runtimeMinutes: 112,
  externalId: "netflix:s1",
};
const bare: MovieFacts = {
  title: "Untitled",
  genres: [],
  director: null,
  country: null,
  releaseYear: null,
  contentRating: null,
  runtimeMinutes: null,
  externalId: null,
};

const MONTH_MS = 30 * 24 * 60 * 60 * 1000;

/** What every engine's rating tables must do; each test gets empty ones. */
export function ratingStoreContract(name: string, open: () => Promise<OpenRatingStores>): void {
  describe(`rating tables on ${name}`, () => {
    let stores: OpenRatingStores;
    beforeEach(async () => {
      stores = await open();
    });
    afterEach(() => stores.close());

    const bucket = (position: number, score: number | null): BucketWrite => ({
      movieId: "m",
      bucket: stores.fold.bucketOf("u"),
      position,
      committed: position - 1,
      counts: tally(position, ...(score === null ? [] : [score])).counts,
      rows: new Map([
        [
          "u",
          {
            score,
            ratedAt: position * 10,
            position,
            recent: [
              ["older", 3, 1],
              ["e", position, 0, score, null, 1, 2, null],
            ],
          },
        ],
      ]),
    });
    const move = (
      movieId: string,
      userId: string,
      position: number,
      from: number | null,
      to: ListMove["to"],
      movie = bare,
    ): ListMove => ({ movieId, userId, position, from, to, movie });
    const give = (
      movieId: string,
      userId: string,
      score: number,
      ratedAt: number,
      position: number,
      movie?: MovieFacts,
    ) => move(movieId, userId, position, null, { score, ratedAt }, movie);
    /** What a projector writes that has decided these moves. */
    const write = (...moves: ListMove[]) => {
      const buckets = new Map<string, BucketWrite & { rows: Map<string, RatingRow> }>();
      for (const { movieId, userId, position, to } of moves) {
        const bucket = stores.fold.bucketOf(userId);
        const rows = buckets.get(`${bucket} ${movieId}`)?.rows ?? new Map<string, RatingRow>();
        rows.set(userId, { score: to?.score ?? null, ratedAt: to?.ratedAt ?? 0, position, recent: [] });
        const { counts } = tally(position);
        buckets.set(`${bucket} ${movieId}`, { movieId, bucket, rows, counts, position, committed: position });
      }
      return stores.fold.write([...buckets.values()], followers({ moves }));
    };
    const byMovie = async (id: string, limit = 10, after: { ratedAt: number; id: string } | null = null) =>
      (await stores.ratings.listByMovie([{ id, limit, after }]))[0]?.map(({ userId, score }) => [userId, score]);
    const byUser = async (id: string, limit = 10, after: { ratedAt: number; id: string } | null = null) =>
      (await stores.ratings.listByUser([{ id, limit, after }]))[0]?.map(({ movieId, score }) => [movieId, score]);

    it("reads back what was written of a bucket, and nothing of what was never written", async () => {
      const written = bucket(5, 8);
      await stores.fold.write([written], nothing);
      const read = await stores.fold.load({
        partition: 0,
        buckets: [
          { movieId: "m", bucket: stores.fold.bucketOf("u"), userIds: ["u", "absent"] },
          { movieId: "another", bucket: stores.fold.bucketOf("u"), userIds: ["u"] },
        ],
        movieIds: ["m"],
      });
      expect(read.buckets[0]).toEqual({ position: 5, committed: 4, counts: written.counts, rows: written.rows });
      expect(read.buckets[1]).toEqual({ position: -1, committed: -1, counts: new Array(13).fill(0), rows: new Map() });
      expect(read.tallies.size).toBe(0);
      expect(read.statistics).toEqual({ ratings: 0, sumOfScores: 0, position: -1 });
    });

    it("lets no older position overwrite a newer one", async () => {
      await stores.fold.write([bucket(9, null)], nothing);
      await stores.fold.write([bucket(5, 8)], nothing);
      const late = (position: number, score: number) =>
        followers({
          tallies: new Map([["m", tally(position, score)]]),
          statistics: { ratings: position, sumOfScores: score, position },
        });
      await stores.fold.write([], late(9, 9));
      await stores.fold.write([], late(5, 5));
      const request = {
        partition: 0,
        buckets: [{ movieId: "m", bucket: stores.fold.bucketOf("u"), userIds: ["u"] }],
        movieIds: ["m"],
      };
      const read = await stores.fold.load(request);
      expect(read.buckets[0]?.position).toBe(9);
      expect(read.buckets[0]?.rows.get("u")?.score).toBeNull();
      expect(read.tallies.get("m")).toEqual(tally(9, 9));
      expect(read.statistics).toEqual({ ratings: 9, sumOfScores: 9, position: 9 });
      await write(give("m", "other", 9, 90, 9));
      await write(give("m", "other", 5, 50, 5));
      expect(await stores.ratings.ratingsOf([{ movieId: "m", userId: "other" }])).toMatchObject([{ score: 9 }]);
    });

    it("lists ratings newest first by movie and by user, ties by id, in pages that inserts do not shift", async () => {
      await write(
        give("m", "u1", 1, 100, 1),
        give("m", "u2", 2, 300, 2),
        give("m", "u3", 3, 300, 3),
        give("other", "u1", 4, 200, 4),
        give("another", "u1", 5, 200, 5),
      );
      expect(await byMovie("m", 1)).toEqual([["u2", 2]]);
      expect(await byMovie("m", 2)).toEqual([
        ["u2", 2],
        ["u3", 3],
      ]);
      await write(give("m", "u5", 5, 500, 6), give("newest", "u1", 6, 600, 7));
      expect(await byMovie("m", 2, { ratedAt: 300, id: "u2" })).toEqual([
        ["u3", 3],
        ["u1", 1],
      ]);
      expect(await byMovie("m", 2, { ratedAt: 300, id: "u3" })).toEqual([["u1", 1]]);
      expect(await byUser("u1")).toEqual([
        ["newest", 6],
        ["another", 5],
        ["other", 4],
        ["m", 1],
      ]);
      expect(await byUser("u1", 1, { ratedAt: 200, id: "another" })).toEqual([["other", 4]]);
      expect(await byUser("u1", 5, { ratedAt: 200, id: "other" })).toEqual([["m", 1]]);
      expect(await byUser("nobody")).toEqual([]);
    });

    it("lists a movie's ratings over the years, in pages that cross months with nothing in them", async () => {
      const ages = [0, 0, 1, 2, 2, 40, 41, 95, 180, 181, 182, 400, 640];
      const ratedAts = ages.map((months, index) => 700 * MONTH_MS - months * MONTH_MS + index);
      await write(...ratedAts.map((ratedAt, index) => give("m", `u${index}`, 5, ratedAt, index + 1)));
      await write(move("m", "u7", 20, ratedAts[7] ?? 0, null), give("m2", "u", 5, 300 * MONTH_MS, 21));
      const inOrder = ratedAts
        .map((ratedAt, index) => ({ ratedAt, id: `u${index}` }))
        .filter(({ id }) => id !== "u7")
        .sort((a, b) => b.ratedAt - a.ratedAt);
      for (const limit of [1, 3, 5, 20]) {
        const seen: string[] = [];
        for (let after: { ratedAt: number; id: string } | null = null; ; after = inOrder[seen.length - 1] ?? null) {
          const page = (await byMovie("m", limit, after)) ?? [];
          seen.push(...page.map(([userId]) => String(userId)));
          if (page.length < limit) break;
        }
        expect(seen).toEqual(inOrder.map(({ id }) => id));
      }
      const pages = await stores.ratings.listByMovie([
        { id: "m2", limit: 3, after: null },
        { id: "never rated", limit: 3, after: null },
        { id: "m", limit: 11, after: { ratedAt: ratedAts[6] ?? 0, id: "u6" } },
      ]);
      expect(pages.map((page) => page.map(({ userId }) => userId))).toEqual([
        ["u"],
        [],
        ["u8", "u9", "u10", "u11", "u12"],
      ]);
    });

    it("lists what was rated at impossible times", async () => {
      const times = [Number.MAX_SAFE_INTEGER, 8e15, 5, -5, -8e15, Number.MIN_SAFE_INTEGER];
      await write(...times.map((ratedAt, index) => give("m", `u${index}`, 1, ratedAt, index)));
      expect((await byMovie("m"))?.map(([userId]) => userId)).toEqual(["u0", "u1", "u2", "u3", "u4", "u5"]);
      expect((await byMovie("m", 9, { ratedAt: 8e15, id: "u1" }))?.map(([userId]) => userId)).toEqual([
        "u2",
        "u3",
        "u4",
        "u5",
      ]);
      expect(await byUser("u5")).toEqual([["m", 1]]);
    });

    it("moves an entry when a rating changes, and takes it out when it is removed", async () => {
      await write(give("m", "u1", 1, 100, 1), give("m", "u2", 2, 200, 2), give("m2", "u1", 3, 50, 3));
      await write(move("m", "u1", 4, 100, { score: 9, ratedAt: 300 }));
      expect(await byMovie("m")).toEqual([
        ["u1", 9],
        ["u2", 2],
      ]);
      expect(await byUser("u1")).toEqual([
        ["m", 9],
        ["m2", 3],
      ]);
      // Into another month and back in one batch, ending at a time where an entry stood before.
      const far = 40 * MONTH_MS;
      await write(
        move("m", "u1", 5, 300, { score: 4, ratedAt: far }),
        move("m", "u1", 6, far, { score: 5, ratedAt: 100 }),
        move("m", "u1", 7, 100, { score: 6, ratedAt: 100 }),
      );
      expect(await byMovie("m")).toEqual([
        ["u2", 2],
        ["u1", 6],
      ]);
      expect(await stores.ratings.ratingsOf([{ movieId: "m", userId: "u1" }])).toEqual([
        { movieId: "m", userId: "u1", score: 6, ratedAt: 100 },
      ]);
      await write(move("m", "u1", 8, 100, null));
      expect(await byMovie("m")).toEqual([["u2", 2]]);
      expect(await byUser("u1")).toEqual([["m2", 3]]);
      const keys = ["m", "m2", "m3"].map((movieId) => ({ movieId, userId: "u1" }));
      expect((await stores.ratings.ratingsOf(keys)).map((rating) => rating?.score ?? null)).toEqual([null, 3, null]);
    });

    it("keeps beside a user's ratings what was known of the movie", async () => {
      await write(give("m", "u", 7, 100, 1, facts), give("m2", "u", 8, 200, 2, bare));
      const listed = async () =>
        (await stores.ratings.listByUser([{ id: "u", limit: 10, after: null }]))[0]?.map(
          ({ movieId, facts: known }) => [movieId, known],
        );
      expect(await listed()).toEqual([
        ["m2", bare],
        ["m", facts],
      ]);
      // Again at the same time: nothing of what was known before shows through.
      await write(move("m", "u", 3, 100, { score: 6, ratedAt: 100 }, bare));
      expect(await listed()).toEqual([
        ["m2", bare],
        ["m", bare],
      ]);
    });

    it("answers ratings of many users and movies in the order asked for", async () => {
      const pairs = Array.from({ length: 130 }, (_, index) => ({
        movieId: `m${index % 127}`,
        userId: `u${index % 2}`,
      }));
      await write(...pairs.map(({ movieId, userId }, index) => give(movieId, userId, (index % 10) + 1, index, index)));
      const keys = [...pairs, { movieId: "m0", userId: "nobody" }, { movieId: "none", userId: "u0" }].reverse();
      const found = await stores.ratings.ratingsOf(keys);
      expect(found.slice(0, 2)).toEqual([null, null]);
      expect(found.slice(2).map((rating) => rating && { movieId: rating.movieId, userId: rating.userId })).toEqual(
        keys.slice(2),
      );
      expect(found.at(-1)?.score).toBe(1);
    });

    it("tells what an event was taken for, and what stands", async () => {
      const key = { movieId: "m", userId: "u" };
      expect(await stores.ratings.outcomeOf(key, "e")).toEqual({ rating: null, taken: undefined });
      await stores.fold.write([bucket(5, 8)], nothing);
      const rating = { ...key, score: 8, ratedAt: 50 };
      expect(await stores.ratings.outcomeOf(key, "e")).toEqual({ rating, taken: 8 });
      expect(await stores.ratings.outcomeOf(key, "older")).toEqual({ rating, taken: 3 });
      expect(await stores.ratings.outcomeOf(key, "unknown")).toEqual({ rating, taken: undefined });
      await stores.fold.write([bucket(9, null)], nothing);
      expect(await stores.ratings.outcomeOf(key, "e")).toEqual({ rating: null, taken: null });
    });

    it("remembers as many events of one user as the rules allow", async () => {
      const recent = Array.from({ length: MAX_REMEMBERED }, (_, index) => [`event ${index}`, 5, index] as const);
      const row = { score: 5, ratedAt: 1, position: 5, recent };
      const written = { ...bucket(5, 5), rows: new Map([["u", row]]) };
      await stores.fold.write([written], nothing);
      const key = { movieId: "m", bucket: stores.fold.bucketOf("u"), userIds: ["u"] };
      const read = await stores.fold.load({ partition: 0, buckets: [key], movieIds: [] });
      expect(read.buckets[0]?.rows.get("u")).toEqual(row);
    });

    it("answers totals in the order asked for, null for the unrated, and statistics over all partitions", async () => {
      await stores.fold.write(
        [],
        followers({
          tallies: new Map([["m", tally(7, 4, 10)]]),
          statistics: { ratings: 2, sumOfScores: 14, position: 7 },
        }),
      );
      await stores.fold.write([], followers({ partition: 1, statistics: { ratings: 1, sumOfScores: 6, position: 3 } }));
      const [none, rated] = await stores.ratings.totalsOf(["none", "m"]);
      expect(none).toBeNull();
      expect(rated).toMatchObject({ position: 7, totals: { count: 2, sum: 14, sumOfSquares: 116 } });
      expect(await stores.ratings.statistics()).toEqual({ ratings: 3, sumOfScores: 20 });
    });

    it("knows the facts of movies that are not retired, and lets no older position overwrite a newer one", async () => {
      const entry = (position: number, title: string | null) => ({
        movieId: "m",
        facts: title === null ? null : { ...facts, title },
        retired: title === null,
        position,
      });
      const title = async () => (await stores.facts.find(["m", "unknown"])).map((found) => found?.title ?? null);
      await stores.facts.write([entry(1, "one"), entry(4, "four")]);
      await stores.facts.write([entry(2, "two")]);
      expect(await title()).toEqual(["four", null]);
      await stores.facts.write([entry(5, null)]);
      await stores.facts.write([entry(3, "three")]);
      expect(await title()).toEqual([null, null]);
      await stores.facts.write([entry(6, "six")]);
      expect(await title()).toEqual(["six", null]);
      expect(await stores.facts.find(["m"])).toEqual([{ ...facts, title: "six" }]);
    });
  });
}
