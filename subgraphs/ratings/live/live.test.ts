import { RatingsImported } from "@marquee/schema/events/ratings-imported.js";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openTestRatings, type TestRatings } from "../testing/open-test-ratings.js";

const RATE = "mutation ($input: RateMovieInput!) { rateMovie(input: $input) { eventId cursor applied } }";
const REMOVE = "mutation ($input: RemoveRatingInput!) { removeRating(input: $input) { eventId } }";
const FEED = `subscription ($movieId: ID, $userId: ID, $genre: String, $includeImports: Boolean, $after: Cursor) {
  ratingFeed(movieId: $movieId, userId: $userId, genre: $genre, includeImports: $includeImports, after: $after) {
    __typename
    ... on RatingEvent { cursor eventId kind score previousScore user { id } movie { id } summary { count average } }
    ... on FeedProgress { cursor live }
    ... on FeedGap { cursor reason } } }`;
const SUMMARY = `subscription ($movieId: ID!, $after: Cursor) {
  ratingSummaryChanged(movieId: $movieId, after: $after) { count average cursor } }`;

let ratings: TestRatings;
let movie: string;
let other: string;
let tests = 0;
beforeAll(async () => {
  ratings = await openTestRatings();
});
beforeEach(async () => {
  tests++;
  movie = `drama of test ${tests}`;
  other = `comedy of test ${tests}`;
  await ratings.addMovies(movie, other);
});
afterAll(() => ratings.close());

const rate = async (user: string, movieId: string, score: number) =>
  (await ratings.execute(RATE, { input: { movieId, score } }, user)).data.rateMovie;

/** Reads a subscription item by item, as plain data. */
function listen(query: string, variables: Record<string, unknown>, after?: string) {
  const items = ratings.subscribe(query, variables, after);
  const next = async () => {
    const { value } = await items.next();
    // biome-ignore lint/suspicious/noExplicitAny: tests look into answers as clients do.
    const result = JSON.parse(JSON.stringify(value)) as any;
    return {
      ...result,
      item: result.data === undefined || result.data === null ? null : Object.values(result.data)[0],
    };
  };
  return { next, close: () => items.return?.() };
}

describe("ratingFeed", () => {
  it("starts with progress, then tells every change once, in order, with the figures after it", async () => {
    const feed = listen(FEED, { movieId: movie });
    expect((await feed.next()).item).toMatchObject({ __typename: "FeedProgress", live: true });
    await rate("ann", movie, 8);
    await rate("bob", other, 1);
    await rate("ann", movie, 4);
    await ratings.execute(REMOVE, { input: { movieId: movie } }, "ann");
    const items = [(await feed.next()).item, (await feed.next()).item, (await feed.next()).item];
    expect(items).toMatchObject([
      { kind: "ADDED", score: 8, previousScore: null, summary: { count: 1, average: 8 }, user: { id: "ann" } },
      { kind: "CHANGED", score: 4, previousScore: 8, summary: { count: 1, average: 4 }, movie: { id: movie } },
      { kind: "REMOVED", score: null, previousScore: 4, summary: { count: 0, average: null } },
    ]);
    await feed.close();
  });

  it("resumes behind any cursor: what was missed, then live, nothing twice", async () => {
    const first = listen(FEED, { movieId: movie });
    const start = (await first.next()).item.cursor;
    const seen = [];
    for (const score of [1, 2, 3]) {
      await rate("ann", movie, score);
      seen.push((await first.next()).item);
    }
    await first.close();
    await rate("ann", movie, 4);
    for (const [cursor, missed] of [
      [start, [1, 2, 3, 4]],
      [seen[1].cursor, [3, 4]],
    ]) {
      const feed = listen(FEED, { movieId: movie, after: cursor });
      const scores: number[] = [];
      let item = (await feed.next()).item;
      for (; !(item.__typename === "FeedProgress" && item.live); item = (await feed.next()).item) {
        if (item.__typename === "RatingEvent") scores.push(item.score);
      }
      expect(scores).toEqual(missed);
      await feed.close();
    }
  });

  it("takes the position of a mutation as a cursor", async () => {
    const { cursor } = await rate("ann", movie, 6);
    await rate("bob", movie, 7);
    const feed = listen(FEED, { movieId: movie, after: cursor });
    let item = (await feed.next()).item;
    while (item.__typename !== "RatingEvent") item = (await feed.next()).item;
    expect(item).toMatchObject({ user: { id: "bob" }, score: 7 });
    await feed.close();
  });

  it("filters by user and genre, live as replayed", async () => {
    const all = listen(FEED, {});
    const start = (await all.next()).item.cursor;
    await all.close();
    const live = [listen(FEED, { userId: `ann ${tests}` }), listen(FEED, { genre: "comedy", userId: `ann ${tests}` })];
    for (const feed of live) await feed.next();
    await rate(`bob ${tests}`, other, 2);
    await rate(`ann ${tests}`, movie, 3);
    await rate(`ann ${tests}`, other, 4);
    const events = async (
      feed: { next(): Promise<{ item: { __typename: string; score: number } }> },
      count: number,
    ) => {
      const scores: number[] = [];
      while (scores.length < count) {
        const { item } = await feed.next();
        if (item.__typename === "RatingEvent") scores.push(item.score);
      }
      return scores.sort();
    };
    const replayed = [
      listen(FEED, { userId: `ann ${tests}`, after: start }),
      listen(FEED, { genre: "comedy", userId: `ann ${tests}`, after: start }),
    ];
    for (const [byUser, byGenre] of [live, replayed]) {
      if (byUser === undefined || byGenre === undefined) throw new Error("two feeds are listened to");
      expect(await events(byUser, 2)).toEqual([3, 4]);
      expect(await events(byGenre, 1)).toEqual([4]);
    }
    for (const feed of [...live, ...replayed]) await feed.close();
  });

  it("delivers imports when asked, and resumes inside a pack", async () => {
    const feed = listen(FEED, { movieId: movie, includeImports: true });
    await feed.next();
    await ratings.log.append(RatingsImported.topic, [RatingsImported.encode(pack(movie, 3))]);
    const items = [(await feed.next()).item, (await feed.next()).item, (await feed.next()).item];
    expect(items.map(({ summary }) => summary.count)).toEqual([1, 2, 3]);
    await feed.close();

    const resumed = listen(FEED, { movieId: movie, includeImports: true, after: items[0].cursor });
    const rest: string[] = [];
    for (let next = await resumed.next(); rest.length < 2; next = await resumed.next()) {
      if (next.item.__typename === "RatingEvent") rest.push(next.item.eventId);
      if (rest.length === 2) break;
    }
    expect(rest).toEqual([items[1].eventId, items[2].eventId]);
    await resumed.close();

    const withoutImports = listen(FEED, { movieId: movie });
    await withoutImports.next();
    await ratings.log.append(RatingsImported.topic, [RatingsImported.encode(pack(movie, 5))]);
    await rate("ann", movie, 10);
    expect((await withoutImports.next()).item).toMatchObject({ score: 10, user: { id: "ann" } });
    await withoutImports.close();
  });

  it("refuses cursors that are forged, another feed's, another movie's, or from the future", async () => {
    const { cursor } = await rate("ann", movie, 6);
    const partition = await ratings.log.partitionOf(RatingsImported.topic, movie);
    const future = ratings.cursors.sign("ratings", { m: movie, p: [[partition, 1_000_000, 0]] });
    const { data } = await ratings.execute(
      `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Movie { ratings { pageInfo { endCursor } } } } }`,
      { r: [{ __typename: "Movie", id: movie }] },
    );
    for (const [bad, variables] of [
      ["forged", { movieId: movie, after: `${cursor.slice(0, -4)}AAAA` }],
      ["truncated", { movieId: movie, after: cursor.slice(0, 20) }],
      ["a list's", { movieId: movie, after: data._entities[0].ratings.pageInfo.endCursor }],
      ["another movie's", { movieId: other, after: cursor }],
      ["too narrow", { after: cursor }],
      ["ahead", { movieId: movie, after: future }],
    ] as const) {
      const feed = listen(FEED, variables);
      const { errors } = await feed.next();
      expect([bad, errors?.[0].extensions.code]).toEqual([bad, "CURSOR_INVALID"]);
      await feed.close();
    }
  });

  it("gap-is-always-told: a cursor older than what is kept is refused, never passed over", async () => {
    const first = listen(FEED, { movieId: movie });
    const start = (await first.next()).item.cursor;
    await rate("ann", movie, 6);
    await first.next();
    await first.close();
    await ratings.database.write([
      {
        sql: "INSERT OR REPLACE INTO ratings_feed_floor SELECT partition, position + 1 FROM ratings_statistics",
        paramSets: [[]],
      },
    ]);
    const { errors } = await listen(FEED, { movieId: movie, after: start }).next();
    expect(errors[0].extensions.code).toBe("CURSOR_EXPIRED");
    await ratings.database.write([{ sql: "DELETE FROM ratings_feed_floor", paramSets: [[]] }]);
  });
});

describe("ratingSummaryChanged", () => {
  it("gives the figures as they are, then every change", async () => {
    await rate("ann", movie, 8);
    const feed = listen(SUMMARY, { movieId: movie });
    expect((await feed.next()).item).toMatchObject({ count: 1, average: 8 });
    await rate("bob", movie, 4);
    expect((await feed.next()).item).toMatchObject({ count: 2, average: 6 });
    await feed.close();
  });

  it("gives figures that are true at their position, whenever one starts to listen", async () => {
    const events = listen(FEED, { movieId: movie });
    await events.next();
    const users = Array.from({ length: 60 }, (_, index) => `user ${index}`);
    const listeners: ReturnType<typeof listen>[] = [];
    const rated = users.map(async (user, index) => {
      // Each waits for a number of others, so that listeners start between folds and within them.
      await Promise.all(Array.from({ length: index % 7 }, () => ratings.log.partitions(RatingsImported.topic)));
      if (index % 6 === 0) listeners.push(listen(SUMMARY, { movieId: movie }));
      await rate(user, movie, (index % 10) + 1);
    });
    await Promise.all(rated);
    listeners.push(listen(SUMMARY, { movieId: movie }));

    const trueAt: [position: number, count: number][] = [];
    while (trueAt.length < users.length) {
      const { item, extensions } = await events.next();
      if (item.__typename === "RatingEvent") trueAt.push([extensions.marquee.positions[0][1], item.summary.count]);
    }
    const countAt = (position: number) => trueAt.findLast(([at]) => at <= position)?.[1] ?? 0;
    for (const listener of listeners) {
      let last = { position: -1, count: -1 };
      while (last.count < users.length) {
        const { item, extensions } = await listener.next();
        const [[, position]] = extensions.marquee.positions;
        expect(position).toBeGreaterThan(last.position);
        expect(item.count).toBe(countAt(position));
        last = { position, count: item.count };
      }
      await listener.close();
    }
    await events.close();
  });

  it("with a cursor gives only what changed since", async () => {
    await rate("ann", movie, 8);
    const feed = listen(SUMMARY, { movieId: movie });
    const { cursor } = (await feed.next()).item;
    await feed.close();
    const quiet = listen(SUMMARY, { movieId: movie, after: cursor });
    const next = quiet.next();
    await rate("bob", movie, 2);
    expect((await next).item).toMatchObject({ count: 2, average: 5 });
    await quiet.close();
    expect((await listen(SUMMARY, { movieId: movie, after: cursor }).next()).item).toMatchObject({ count: 2 });
  });

  it("gives zero for a movie that nobody rated", async () => {
    const feed = listen(SUMMARY, { movieId: movie });
    expect((await feed.next()).item).toMatchObject({ count: 0, average: null });
    await feed.close();
  });
});

describe("ratingAdded", () => {
  it("tells ratings given and changed, not those taken back, and goes on behind the gateway's cursor", async () => {
    const query = "subscription ($movieId: ID) { ratingAdded(movieId: $movieId) { score user { id } movie { id } } }";
    const { cursor } = await rate("zoe", movie, 1);
    await rate("ann", movie, 8);
    await ratings.execute(REMOVE, { input: { movieId: movie } }, "ann");
    await rate("ann", movie, 9);
    const resumed = listen(query, { movieId: movie }, cursor);
    // Where it starts is a note without data, for the gateway alone; so is what was passed over.
    expect(await resumed.next()).toEqual({
      extensions: { marquee: expect.objectContaining({ live: false }) },
      item: null,
    });
    const events = [];
    while (events.length < 2) {
      const next = await resumed.next();
      if (next.item !== null) events.push(next);
    }
    const [first, second] = events;
    expect([first.item.score, second.item.score]).toEqual([8, 9]);
    expect(second.extensions.marquee).toMatchObject({ eventId: expect.any(String), positions: [expect.any(Array)] });
    await resumed.close();
  });
});

function pack(movieId: string, size: number) {
  return RatingsImported.create({
    eventId: `pack of ${size} for ${movieId}`,
    occurredAt: 0,
    origin: "import",
    movieId,
    movie: {
      title: movieId,
      genres: ["Drama"],
      director: null,
      country: null,
      releaseYear: null,
      contentRating: null,
      runtimeMinutes: null,
      externalId: null,
    },
    ratings: Array.from({ length: size }, (_, index) => ({
      eventId: `import ${size} ${index} ${movieId}`,
      userId: `imported ${size} ${index}`,
      score: 5,
      ratedAt: 1,
    })),
  });
}
