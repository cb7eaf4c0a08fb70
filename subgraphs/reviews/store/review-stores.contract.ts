import type { ReviewChange } from "@marquee/schema/events/review-changes.js";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ReviewState, VoterRow } from "../rules/review-state.js";
import type { ReviewFeedStore } from "./review-feed-store.js";
import type { FollowerWrites, ListedReview, ReviewFoldStore } from "./review-fold-store.js";
import type { ReviewStore } from "./review-store.js";

export interface ReviewStores {
  fold: ReviewFoldStore;
  reviews: ReviewStore;
  feed: ReviewFeedStore;
  empty(): Promise<void>;
  close(): Promise<void>;
}

const stateOf = (text: string | null, position: number, more: Partial<ReviewState> = {}): ReviewState => ({
  content: text === null ? null : { summary: null, text, containsSpoilers: false, score: null },
  changedAt: position,
  votes: { up: 0, total: 0 },
  importedVotes: { up: 0, total: 0 },
  votesSince: -1,
  position,
  recent: [],
  ...more,
});
const voterOf = (helpful: boolean, position: number): VoterRow => ({ helpful, position, recent: [] });
const followers = (writes: Partial<FollowerWrites>): FollowerWrites => ({
  partition: 0,
  committed: 0,
  listed: [],
  statistics: { reviews: 0, position: 0 },
  feed: [],
  ...writes,
});
const change = (position: number): ReviewChange => ({
  type: "ReviewChange",
  version: 1,
  position,
  eventId: `e${position}`,
  origin: "live",
  kind: "DELETED",
  movieId: "m",
  userId: "u",
  review: null,
});

/** What every set of review tables must do, whatever it is kept in. */
export function reviewStoresContract(name: string, open: () => Promise<ReviewStores>): void {
  let stores: ReviewStores;
  beforeAll(async () => {
    stores = await open();
  });
  beforeEach(() => stores.empty());
  afterAll(() => stores?.close());

  const load = async (voterIds: string[] = []) => {
    const { reviews } = await stores.fold.load({ partition: 0, reviews: [{ movieId: "m", userId: "u", voterIds }] });
    return reviews[0];
  };
  const write = (state: ReviewState, voters: Record<string, VoterRow> = {}) =>
    stores.fold.writeReviews([{ movieId: "m", userId: "u", state, voters: new Map(Object.entries(voters)) }]);

  describe(`${name}: folding`, () => {
    it("reads nothing where nothing was written", async () => {
      expect(await stores.fold.load({ partition: 7, reviews: [] })).toEqual({
        reviews: [],
        statistics: { reviews: 0, position: -1 },
      });
      expect(await load(["v"])).toEqual({ state: null, voters: new Map() });
    });

    it("reads back what was written, of the voters asked for, in the order asked for", async () => {
      const replaced = { content: stateOf("before", 1).content, changedAt: 1 };
      const votes = { up: 3, total: 4 };
      const state = stateOf("text", 5, {
        votes,
        importedVotes: { up: 1, total: 1 },
        votesSince: 2,
        recent: [{ eventId: "e", position: 5, appendedAt: 9, votes, kind: "REPLACED", replaced }],
      });
      const voter = { ...voterOf(true, 4), recent: [{ eventId: "v", position: 4, appendedAt: 8, votes }] };
      await write(state, { ann: voter, bob: voterOf(false, 3) });
      const { reviews } = await stores.fold.load({
        partition: 0,
        reviews: [
          { movieId: "other", userId: "u", voterIds: ["ann"] },
          { movieId: "m", userId: "u", voterIds: ["ann", "nobody"] },
        ],
      });
      expect(reviews).toEqual([
        { state: null, voters: new Map() },
        { state, voters: new Map([["ann", voter]]) },
      ]);
    });

    it("lets a newer position win over an older one, whichever comes first", async () => {
      await write(stateOf("new", 5), { ann: voterOf(true, 5) });
      await write(stateOf("old", 4), { ann: voterOf(false, 4), bob: voterOf(false, 4) });
      expect(await load(["ann", "bob"])).toEqual({
        state: stateOf("new", 5),
        voters: new Map([
          ["ann", voterOf(true, 5)],
          ["bob", voterOf(false, 4)],
        ]),
      });
      await write(stateOf(null, 6));
      expect((await load())?.state).toEqual(stateOf(null, 6));
    });

    it("guards lists and statistics in the same way", async () => {
      await write(stateOf("text", 5));
      const listed = (position: number, createdAt: number | null): ListedReview => ({
        movieId: "m",
        userId: "u",
        sortedBy: createdAt === null ? null : { createdAt, helpfulness: 0, containsSpoilers: false },
        position,
      });
      const titles = async () =>
        (await stores.reviews.listByUser([{ userId: "u", limit: 9, after: null }]))[0]?.map(
          ({ place }) => place.createdAt,
        );
      await stores.fold.writeFollowers(followers({ listed: [listed(5, 50)], statistics: { reviews: 1, position: 5 } }));
      await stores.fold.writeFollowers(followers({ listed: [listed(4, 40)], statistics: { reviews: 9, position: 4 } }));
      expect(await titles()).toEqual([50]);
      expect(await stores.reviews.count()).toBe(1);
      await stores.fold.writeFollowers(
        followers({ listed: [listed(6, null)], statistics: { reviews: 0, position: 6 } }),
      );
      await stores.fold.writeFollowers(followers({ listed: [listed(5, 50)], statistics: { reviews: 1, position: 5 } }));
      expect(await titles()).toEqual([]);
      expect(await stores.reviews.count()).toBe(0);
    });
  });

  describe(`${name}: queries`, () => {
    /** helpfulness and createdAt by author; spoilers where the author is in capitals. */
    const seed = async (movieId: string, authors: Record<string, [helpfulness: number, createdAt: number]>) => {
      const all = Object.entries(authors);
      await stores.fold.writeReviews(
        all.map(([userId, [, createdAt]]) => ({
          movieId,
          userId,
          state: stateOf(`by ${userId}`, 1, { changedAt: createdAt, votes: { up: 2, total: 3 } }),
          voters: new Map(),
        })),
      );
      const listed = all.map(([userId, [helpfulness, createdAt]]) => ({
        movieId,
        userId,
        sortedBy: { createdAt, helpfulness, containsSpoilers: userId === userId.toUpperCase() },
        position: 1,
      }));
      await stores.fold.writeFollowers(followers({ listed }));
    };
    const authors = (page: { userId: string }[] | undefined) => page?.map(({ userId }) => userId);

    it("finds reviews by key, null for what does not stand", async () => {
      await seed("m", { ann: [0.5, 10] });
      await stores.fold.writeReviews([{ movieId: "m", userId: "gone", state: stateOf(null, 1), voters: new Map() }]);
      const keys = ["nobody", "ann", "gone"].map((userId) => ({ movieId: "m", userId }));
      expect(await stores.reviews.reviewsOf(keys)).toEqual([
        null,
        {
          movieId: "m",
          userId: "ann",
          summary: null,
          text: "by ann",
          containsSpoilers: false,
          score: null,
          helpful: { up: 2, total: 3 },
          createdAt: 10,
        },
        null,
      ]);
    });

    it("returns a text as it was given, whatever characters it holds", async () => {
      const text = "NUL \0, half a pair \ud83c, emoji 🎬, quote \"', \u2028";
      await write(stateOf(text, 1));
      expect((await stores.reviews.reviewsOf([{ movieId: "m", userId: "u" }]))[0]?.text).toBe(text);
    });

    it("lists a movie by helpfulness, then newest; or newest; or without spoilers; several lists in one call", async () => {
      await seed("m", { ann: [0.5, 10], bob: [0.9, 5], CAT: [0.5, 20], dan: [0, 30] });
      await seed("n", { eve: [0, 1] });
      const page = (movieId: string, order: "TOP" | "NEWEST", includeSpoilers = true) => ({
        movieId,
        order,
        includeSpoilers,
        limit: 3,
        after: null,
      });
      const lists = await stores.reviews.listByMovie([
        page("m", "TOP"),
        page("n", "TOP"),
        page("m", "NEWEST"),
        page("nothing", "TOP"),
        page("m", "TOP", false),
        page("m", "NEWEST", false),
      ]);
      expect(lists.map(authors)).toEqual([
        ["bob", "CAT", "ann"],
        ["eve"],
        ["dan", "CAT", "ann"],
        [],
        ["bob", "ann", "dan"],
        ["dan", "ann", "bob"],
      ]);
    });

    it("goes on behind a place, ties included, in every list", async () => {
      await seed("m", { ann: [0.25, 10], bob: [0.25, 10], cat: [0.25, 10], dan: [0.1, 10], eve: [0.3, 10] });
      for (const order of ["TOP", "NEWEST"] as const) {
        for (const includeSpoilers of [true, false]) {
          const page = { movieId: "m", order, includeSpoilers, after: null };
          const [all] = await stores.reviews.listByMovie([{ ...page, limit: 9 }]);
          for (const [index, { place }] of (all ?? []).entries()) {
            const [rest] = await stores.reviews.listByMovie([{ ...page, limit: 9, after: place }]);
            expect(authors(rest)).toEqual(authors(all?.slice(index + 1)));
          }
          expect(all).toHaveLength(5);
        }
      }
    });

    it("lists a user's reviews, newest first, from any place", async () => {
      await seed("m", { ann: [0, 10] });
      await seed("n", { ann: [0, 30] });
      await seed("o", { ann: [0, 30], bob: [0, 40] });
      const [all] = await stores.reviews.listByUser([{ userId: "ann", limit: 9, after: null }]);
      expect(all?.map(({ movieId }) => movieId)).toEqual(["o", "n", "m"]);
      const after = all?.[0]?.place ?? null;
      const lists = await stores.reviews.listByUser([
        { userId: "ann", limit: 1, after },
        { userId: "bob", limit: 9, after: null },
      ]);
      expect(lists.map((list) => list.map(({ movieId }) => movieId))).toEqual([["n"], ["o"]]);
    });
  });

  describe(`${name}: feed`, () => {
    const feed = (...positions: number[]) =>
      positions.map((position) => ({
        position,
        appendedAt: position * 100,
        value: JSON.stringify(change(position)),
      }));

    it("gives records behind a position, in order, as many as asked for", async () => {
      await stores.fold.writeFollowers(followers({ feed: feed(1, 2, 5, 9) }));
      const positions = async (after: number, upTo: number, limit: number) =>
        (await stores.feed.read(0, after, upTo, limit)).map(({ position }) => position);
      expect(await positions(1, 9, 10)).toEqual([2, 5, 9]);
      expect(await positions(-1, 5, 2)).toEqual([1, 2]);
      expect(await positions(9, 2 ** 50, 10)).toEqual([]);
      expect(await stores.feed.read(1, -1, 9, 10)).toEqual([]);
      expect((await stores.feed.read(0, 4, 5, 1))[0]).toEqual(change(5));
    });

    it("says up to where a partition is folded, and from where on its feed is whole", async () => {
      expect([await stores.feed.applied(3), await stores.feed.oldest(3)]).toEqual([-1, 0]);
      await stores.fold.writeFollowers(
        followers({ partition: 3, committed: 40, statistics: { reviews: 0, position: 44 } }),
      );
      await stores.fold.writeFollowers(
        followers({ partition: 3, committed: 45, statistics: { reviews: 0, position: 50 } }),
      );
      expect([await stores.feed.applied(3), await stores.feed.oldest(3)]).toEqual([50, 40]);
    });

    it("prunes what the log took before a time, says so, and does not take it back", async () => {
      const positions = Array.from({ length: 2_500 }, (_, index) => index + 1);
      await stores.fold.writeFollowers(followers({ feed: feed(...positions) }));
      await stores.fold.writeFollowers(followers({ partition: 1, feed: feed(1, 2) }));
      await stores.feed.prune(240_100);
      expect(await stores.feed.oldest(0)).toBe(2_401);
      expect((await stores.feed.read(0, -1, 9_999, 9_999)).map(({ position }) => position)).toEqual(
        positions.slice(2_400),
      );
      expect(await stores.feed.oldest(1)).toBe(3);
      expect(await stores.feed.read(1, -1, 9, 9)).toEqual([]);
      await stores.feed.prune(0);
      await stores.fold.writeFollowers(followers({ feed: feed(2_400) }));
      expect(await stores.feed.oldest(0)).toBe(2_401);
      expect((await stores.feed.read(0, -1, 9_999, 1))[0]?.position).toBe(2_401);
    });
  });
}
