// What the review tables of every engine do. Long because it is one list.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ListMove, ListPlace } from "../rules/list-move.js";
import type { ReviewState, VoterRow } from "../rules/review-state.js";
import type { FollowerWrites } from "./review-fold-store.js";
import type { ReviewPlace } from "./review-store.js";
import type { ReviewStores } from "./review-stores.js";

const stateOf = (text: string | null, position: number, more: Partial<ReviewState> = {}): ReviewState => ({
  content: text === null ? null : { summary: null, text, containsSpoilers: false, score: null },
  changedAt: position,
  votes: { up: 0, total: 0 },
  importedVotes: { up: 0, total: 0 },
  votesSince: -1,
  position,
  committed: position - 1,
  recent: [],
  ...more,
});
const voterOf = (helpful: boolean, position: number): VoterRow => ({ helpful, position, recent: [] });
const placeOf = (createdAt: number, more: Partial<ListPlace> = {}): ListPlace => ({
  createdAt,
  helpfulness: 0,
  votes: 0,
  containsSpoilers: false,
  ...more,
});

/** What every set of review tables must do, whatever it is kept in. Each test has movies, users and partitions of its own. */
export function reviewStoresContract(
  name: string,
  open: () => Promise<{ stores: ReviewStores; close(): Promise<void> }>,
): void {
  let opened: Awaited<ReturnType<typeof open>>;
  let stores: ReviewStores;
  let test = 0;
  beforeAll(async () => {
    opened = await open();
    ({ stores } = opened);
  });
  beforeEach(() => {
    test++;
  });
  afterAll(() => opened?.close());

  /** An id that no other test has. */
  const own = (id: string) => `${id} ${test}`;
  const load = async (voterIds: string[] = []) => {
    const reviews = [{ movieId: own("m"), userId: "u", voterIds }];
    return (await stores.fold.load({ partition: test, reviews })).reviews[0];
  };
  const write = (state: ReviewState, voters: Record<string, VoterRow> = {}, contentChanged = true) =>
    stores.fold.writeReviews([
      { movieId: own("m"), userId: "u", state, contentChanged, voters: new Map(Object.entries(voters)) },
    ]);
  const follow = (writes: Partial<FollowerWrites>) =>
    stores.fold.writeFollowers({
      partition: test,
      moves: [],
      statistics: { reviews: 0, position: 0 },
      feed: [],
      ...writes,
    });
  const byUser = async (userId: string) =>
    (await stores.reviews.listByUser([{ userId, limit: 99, after: null }]))[0] ?? [];
  const inMovie = async (movieId: string, order: "TOP" | "NEWEST" = "NEWEST", includeSpoilers = true) =>
    (await stores.reviews.listByMovie([{ movieId, order, includeSpoilers, limit: 99, after: null }]))[0] ?? [];

  describe(`${name}: folding`, () => {
    it("reads nothing where nothing was written", async () => {
      expect(await stores.fold.load({ partition: test, reviews: [] })).toEqual({
        reviews: [],
        statistics: { reviews: 0, position: -1 },
      });
      expect(await load(["v"])).toEqual({ state: null, voters: new Map() });
    });

    it("reads back what was written, of the voters asked for, in the order asked for", async () => {
      const replaced = { content: stateOf("before", 1).content, changedAt: 1 };
      const votes = { up: 3, total: 4 };
      const entry = { eventId: "e", position: 5, appendedAt: 9, votesBefore: { up: 2, total: 3 }, votes };
      const state = stateOf("text", 5, {
        votes,
        importedVotes: { up: 1, total: 1 },
        votesSince: 2,
        recent: [{ ...entry, kind: "REPLACED", replaced }],
      });
      const voter = { ...voterOf(true, 4), recent: [entry, { ...entry, eventId: "f", position: 6 }] };
      await write(state, { ann: voter, bob: voterOf(false, 3) });
      const { reviews } = await stores.fold.load({
        partition: test,
        reviews: [
          { movieId: own("other"), userId: "u", voterIds: ["ann"] },
          { movieId: own("m"), userId: "u", voterIds: ["ann", "nobody"] },
          { movieId: own("m"), userId: "u", voterIds: [] },
        ],
      });
      expect(reviews).toEqual([
        { state: null, voters: new Map() },
        { state, voters: new Map([["ann", voter]]) },
        { state, voters: new Map() },
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

    it("takes votes without touching what the author wrote", async () => {
      await write(stateOf("text", 5));
      const voted = stateOf("text", 6, { changedAt: 5, votes: { up: 1, total: 1 } });
      await write(voted, { ann: voterOf(true, 6) }, false);
      expect(await load(["ann"])).toEqual({ state: voted, voters: new Map([["ann", voterOf(true, 6)]]) });
    });

    it("holds as many votes as an import brings", async () => {
      const many = { up: 2 ** 40, total: 2 ** 41 };
      await write(stateOf("text", 1, { votes: many, importedVotes: many }));
      expect((await load())?.state?.votes).toEqual(many);
      expect((await stores.reviews.reviewsOf([{ movieId: own("m"), userId: "u" }]))[0]?.helpful).toEqual(many);
    });

    it("guards statistics in the same way", async () => {
      const before = await stores.reviews.count();
      const counted = async (reviews: number, position: number) => {
        await follow({ statistics: { reviews, position } });
        return (await stores.reviews.count()) - before;
      };
      expect(await counted(1, 5)).toBe(1);
      expect(await counted(9, 4)).toBe(1);
      expect(await counted(0, 6)).toBe(0);
      expect((await stores.fold.load({ partition: test, reviews: [] })).statistics).toEqual({
        reviews: 0,
        position: 6,
      });
    });
  });

  describe(`${name}: moves in the lists`, () => {
    const move = (position: number, from: ListPlace | null, to: ListPlace | null): ListMove => ({
      movieId: own("m"),
      userId: own("u"),
      position,
      from,
      to,
    });
    /** Where the review stands in each list. */
    const places = async () => {
      const lists = [
        await byUser(own("u")),
        await inMovie(own("m")),
        await inMovie(own("m"), "NEWEST", false),
        await inMovie(own("m"), "TOP"),
        await inMovie(own("m"), "TOP", false),
      ];
      return lists.map((list) => list.map(({ place }) => place.createdAt));
    };
    const everywhere = (...createdAt: number[]) => [createdAt, createdAt, createdAt, createdAt, createdAt];
    const stand = (position = 1, containsSpoilers = false) =>
      stores.fold.writeReviews([
        {
          movieId: own("m"),
          userId: own("u"),
          state: stateOf("t", position, { content: { summary: null, text: "t", containsSpoilers, score: null } }),
          contentChanged: true,
          voters: new Map(),
        },
      ]);
    const A = placeOf(10);
    const B = placeOf(20, { helpfulness: 0.5, votes: 16 });
    const C = placeOf(20, { helpfulness: 0.4, votes: 17 });

    it("lets a review stand in one place only, and in none when it is gone", async () => {
      await stand();
      await follow({ moves: [move(1, null, A)] });
      expect(await places()).toEqual(everywhere(10));
      await follow({ moves: [move(2, A, B)] });
      expect(await places()).toEqual(everywhere(20));
      await follow({ moves: [move(3, B, C), move(4, C, A)] });
      expect(await places()).toEqual(everywhere(10));
      await follow({ moves: [move(5, A, null)] });
      expect(await places()).toEqual(everywhere());
      await follow({ moves: [move(6, null, A)] });
      expect(await places()).toEqual(everywhere(10));
    });

    it("takes back no place that was left, however late the write comes that put the review there", async () => {
      await stand();
      await follow({ moves: [move(1, null, A)] });
      await follow({ moves: [move(2, A, B), move(3, B, C), move(4, C, A)] });
      for (const late of [move(3, B, C), move(2, A, B), move(1, null, A)]) {
        await follow({ moves: [late] });
        expect(await places()).toEqual(everywhere(10));
      }
      await follow({ moves: [move(5, A, null)] });
      await follow({ moves: [move(4, C, A)] });
      expect(await places()).toEqual(everywhere());
    });

    it("follows a review across many votes, spoilers and back", async () => {
      await stand(1, true);
      const few = placeOf(10, { helpfulness: 0.9, votes: 10, containsSpoilers: true });
      const many = placeOf(10, { helpfulness: 0.9001, votes: 3_000, containsSpoilers: true });
      const hardlyMoved = placeOf(10, { helpfulness: 0.9002, votes: 3_001, containsSpoilers: true });
      await follow({ moves: [move(1, null, few)] });
      await follow({ moves: [move(2, few, many)] });
      await follow({ moves: [move(3, many, hardlyMoved)] });
      expect(await places()).toEqual([[10], [10], [], [10], []]);
      expect((await inMovie(own("m"), "TOP"))[0]?.place.helpfulness).toBe(0.9002);
      await stand(4);
      await follow({ moves: [move(4, hardlyMoved, { ...many, containsSpoilers: false })] });
      expect(await places()).toEqual(everywhere(10));
      await follow({ moves: [move(5, { ...many, containsSpoilers: false }, A)] });
      expect(await places()).toEqual(everywhere(10));
    });
  });

  describe(`${name}: queries`, () => {
    /** helpfulness, createdAt and how many votes by author; spoilers where the author is in capitals. */
    const seed = async (
      movie: string,
      authors: Record<string, [helpfulness: number, createdAt: number, votes?: number]>,
    ) => {
      const movieId = own(movie);
      const all = Object.entries(authors).map(([author, [helpfulness, createdAt, votes = 3]]) => {
        const containsSpoilers = author === author.toUpperCase();
        return { author, createdAt, place: { helpfulness, createdAt, votes, containsSpoilers } };
      });
      await stores.fold.writeReviews(
        all.map(({ author, createdAt, place: { containsSpoilers } }) => ({
          movieId,
          userId: own(author),
          state: stateOf(`by ${author}`, 1, {
            content: { summary: null, text: `by ${author}`, containsSpoilers, score: null },
            changedAt: createdAt,
            votes: { up: 2, total: 3 },
          }),
          contentChanged: true,
          voters: new Map(),
        })),
      );
      await follow({
        moves: all.map(({ author, place }) => ({ movieId, userId: own(author), position: 1, from: null, to: place })),
      });
    };
    const authors = (page: { userId: string }[] | undefined) => page?.map(({ userId }) => userId.split(" ")[0]);

    it("finds reviews by key, null for what does not stand", async () => {
      await seed("m", { ann: [0.5, 10] });
      const gone = { movieId: own("m"), userId: own("gone") };
      await stores.fold.writeReviews([{ ...gone, state: stateOf(null, 1), contentChanged: true, voters: new Map() }]);
      const keys = ["nobody", "ann", "gone"].map((user) => ({ movieId: own("m"), userId: own(user) }));
      expect(await stores.reviews.reviewsOf(keys)).toEqual([
        null,
        {
          movieId: own("m"),
          userId: own("ann"),
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
      expect((await stores.reviews.reviewsOf([{ movieId: own("m"), userId: "u" }]))[0]?.text).toBe(text);
      expect((await load())?.state?.content?.text).toBe(text);
    });

    it("lists a movie by helpfulness, then newest; or newest; or without spoilers; several lists in one call", async () => {
      await seed("m", { ann: [0.5, 10], bob: [0.9, 5], CAT: [0.5, 20], dan: [0, 30] });
      await seed("n", { eve: [0, 1] });
      const page = (movie: string, order: "TOP" | "NEWEST", includeSpoilers = true) => ({
        movieId: own(movie),
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

    it("puts the more helpful first, by however little and of however many votes", async () => {
      await seed("m", {
        a: [0.9, 1, 1_000],
        b: [0.90001, 1, 50_000],
        c: [0.900005, 9, 10],
        D: [0.900007, 1, 1_000],
        e: [0.900005, 8, 70_000],
        F: [0.900005, 7, 10],
        g: [0.2, 1, 1_000_000],
        h: [0.95, 1, 5],
      });
      const order = ["h", "b", "D", "c", "e", "F", "a", "g"];
      expect(authors(await inMovie(own("m"), "TOP"))).toEqual(order);
      expect(authors(await inMovie(own("m"), "TOP", false))).toEqual(order.filter((id) => !"DF".includes(id)));
    });

    it("goes on behind a place, ties included, in every list", async () => {
      await seed("m", {
        ann: [0.25, 10],
        bob: [0.25, 10, 900],
        CAT: [0.25, 10],
        dan: [0.1, 10],
        eve: [0.3, 10, 900],
        FAY: [0.25, 10, 900],
        gus: [0.2501, 10, 800],
        hal: [0.25, 10, 900],
      });
      for (const order of ["TOP", "NEWEST"] as const) {
        for (const includeSpoilers of [true, false]) {
          const page = { movieId: own("m"), order, includeSpoilers };
          const [all] = await stores.reviews.listByMovie([{ ...page, limit: 9, after: null }]);
          expect(all).toHaveLength(includeSpoilers ? 8 : 6);
          for (const [index, { place }] of (all ?? []).entries()) {
            for (const limit of [1, 2, 9]) {
              const [rest] = await stores.reviews.listByMovie([{ ...page, limit, after: place }]);
              expect(authors(rest)).toEqual(authors(all?.slice(index + 1, index + 1 + limit)));
            }
          }
        }
      }
    });

    it("keeps the order among many reviews that are all but equally helpful", async () => {
      const users = Array.from({ length: 130 }, (_, index) => `u${index}`);
      const rank = (index: number) => (index * 37) % users.length;
      await seed("m", Object.fromEntries(users.map((user, index) => [user, [0.9 + rank(index) / 1e5, 1, 900]])));
      const sorted = users.map((user, index) => ({ user, rank: rank(index) })).sort((a, b) => b.rank - a.rank);
      const page = { movieId: own("m"), order: "TOP" as const, includeSpoilers: true, limit: 20 };
      const shown: string[] = [];
      for (let after = null as ReviewPlace | null, size = page.limit; size === page.limit; ) {
        const [reviews = []] = await stores.reviews.listByMovie([{ ...page, after }]);
        shown.push(...(authors(reviews) as string[]));
        after = reviews.at(-1)?.place ?? null;
        size = reviews.length;
      }
      expect(shown).toEqual(sorted.map(({ user }) => user));
    });

    it("fills a page past reviews that are gone before the list knows", async () => {
      await seed("m", { a: [0.5, 5], b: [0.4, 4], c: [0.3, 3], d: [0.2, 2] });
      await stores.fold.writeReviews(
        ["a", "c"].map((user) => ({
          movieId: own("m"),
          userId: own(user),
          state: stateOf(null, 2),
          contentChanged: true,
          voters: new Map(),
        })),
      );
      for (const order of ["TOP", "NEWEST"] as const) {
        const page = { movieId: own("m"), order, includeSpoilers: true, limit: 2, after: null };
        expect((await stores.reviews.listByMovie([page])).map(authors)).toEqual([["b", "d"]]);
      }
    });

    it("lists a user's reviews, newest first, from any place", async () => {
      await seed("m", { ann: [0, 10] });
      await seed("n", { ann: [0, 30] });
      await seed("o", { ann: [0, 30], bob: [0, 40] });
      const movies = (list: { movieId: string }[]) => list.map(({ movieId }) => movieId.split(" ")[0]);
      const all = await byUser(own("ann"));
      expect(movies(all)).toEqual(["o", "n", "m"]);
      const lists = await stores.reviews.listByUser([
        { userId: own("ann"), limit: 1, after: all[0]?.place ?? null },
        { userId: own("bob"), limit: 9, after: null },
      ]);
      expect(lists.map(movies)).toEqual([["n"], ["o"]]);
    });
  });
}
