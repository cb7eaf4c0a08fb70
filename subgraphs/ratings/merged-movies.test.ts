import { MovieRetired } from "@marquee/schema/events/movie-retired.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { openTestRatings, type TestRatings } from "./testing/open-test-ratings.js";

let test: TestRatings;
beforeAll(async () => {
  test = await openTestRatings();
});
afterAll(() => test?.close());

const rate = (movieId: string, userId: string, score: number) =>
  test.execute(
    `mutation ($input: RateMovieInput!) { rateMovie(input: $input) { applied rating { score movie { id } } movie { id } userErrors { code } } }`,
    { input: { movieId, score } },
    userId,
  );
const MOVIE = `ratingSummary { count average histogram cursor } viewerRating { score movie { id } }`;
const movie = async (id: string, userId?: string, fields = MOVIE) => {
  const query = `query ($ids: [_Any!]!) { _entities(representations: $ids) { ... on Movie { ${fields} } } }`;
  const { data, errors } = await test.execute(query, { ids: [{ __typename: "Movie", id }] }, userId);
  expect(errors).toBeUndefined();
  return data._entities[0];
};
const replace = async (movieId: string, replacedBy: string | null) => {
  const event = MovieRetired.create({
    eventId: `retired ${movieId}`,
    occurredAt: 0,
    origin: "import",
    movieId,
    replacedBy,
  });
  await test.log.append(MovieRetired.topic, [MovieRetired.encode(event)]);
  await test.caughtUp();
};

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers as clients do.
const plain = (item: unknown): any => JSON.parse(JSON.stringify(item));

let films = 0;
let [a, b] = ["", ""];
beforeEach(async () => {
  films += 1;
  [a, b] = [`film ${films}a`, `film ${films}b`];
  await test.addMovies(a, b);
  await rate(a, "u1", 8);
  await rate(b, "u2", 4);
  await rate(a, "both", 3);
  await rate(b, "both", 9);
});

it("a movie that stands for another has the sum of both, under either id", async () => {
  expect((await movie(a)).ratingSummary.count).toBe(2);
  await replace(b, a);
  for (const id of [a, b]) {
    const { ratingSummary, viewerRating } = await movie(id, "both");
    expect(ratingSummary).toMatchObject({ count: 4, average: 6, histogram: [0, 0, 1, 1, 0, 0, 0, 1, 1, 0] });
    // The newest of the two, as a rating of the movie that stands for both.
    expect(viewerRating).toEqual({ score: 9, movie: { id: a } });
  }
});

it("one that comes back has its own again", async () => {
  await replace(b, a);
  expect((await movie(a)).ratingSummary.count).toBe(4);
  await test.addMovies(b);
  await test.caughtUp();
  expect((await movie(a)).ratingSummary.count).toBe(2);
  expect((await movie(b)).ratingSummary.count).toBe(2);
});

it("pages through the ratings of both, newest first, each once", async () => {
  await replace(b, a);
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const page = `ratings(first: 1${after === null ? "" : `, after: "${after}"`}) { nodes { score user { id } } pageInfo { hasNextPage endCursor } }`;
    const { ratings } = await movie(a, undefined, page);
    seen.push(...ratings.nodes.map((node: { score: number; user: { id: string } }) => `${node.user.id} ${node.score}`));
    after = ratings.pageInfo.hasNextPage ? ratings.pageInfo.endCursor : null;
  } while (after !== null);
  expect(seen).toEqual(["both 9", "both 3", "u2 4", "u1 8"]);
});

it("a rating of the one that was replaced goes to the one that stands for it", async () => {
  await replace(b, a);
  const { data } = await rate(b, "u3", 10);
  expect(data.rateMovie).toMatchObject({
    applied: true,
    movie: { id: a },
    rating: { score: 10, movie: { id: a } },
    userErrors: [],
  });
  expect((await movie(a)).ratingSummary.count).toBe(5);
});

it("taken back, a rating is gone from both", async () => {
  await replace(b, a);
  const remove = `mutation ($input: RemoveRatingInput!) { removeRating(input: $input) { rating { score } userErrors { code } } }`;
  const { data } = await test.execute(remove, { input: { movieId: b } }, "both");
  expect(data.removeRating).toEqual({ rating: null, userErrors: [] });
  const { ratingSummary, viewerRating } = await movie(a, "both");
  expect([ratingSummary.count, viewerRating]).toEqual([2, null]);
});

it("a rating of a movie that was retired for nothing is refused", async () => {
  await replace(b, null);
  expect((await rate(b, "u3", 10)).data.rateMovie.userErrors).toEqual([{ code: "NOT_FOUND" }]);
});

it("feeds of the movie cover both, and resume with cursors from before", async () => {
  const before = (await movie(a)).ratingSummary.cursor;
  await rate(a, "u4", 7);
  await replace(b, a);
  const feed = test.subscribe(
    `subscription ($id: ID!, $after: Cursor) { ratingFeed(movieId: $id, after: $after) { __typename ... on RatingEvent { score movie { id } summary { count } } } }`,
    { id: b, after: before },
  );
  const events: unknown[] = [];
  for await (const item of feed) {
    const { data, errors } = plain(item);
    expect(errors).toBeUndefined();
    if (data?.ratingFeed?.__typename === "RatingEvent") events.push(data.ratingFeed);
    if (events.length === 1) await rate(b, "u5", 6);
    if (events.length === 2) break;
  }
  expect(events).toMatchObject([
    { score: 7, movie: { id: a }, summary: { count: 5 } },
    { score: 6, movie: { id: a }, summary: { count: 6 } },
  ]);
});

it("figures that are followed are those of both", async () => {
  await replace(b, a);
  const counts: number[] = [];
  const feed = test.subscribe(`subscription ($id: ID!) { ratingSummaryChanged(movieId: $id) { count } }`, { id: a });
  for await (const item of feed) {
    const { data } = plain(item);
    counts.push(data.ratingSummaryChanged.count);
    if (counts.length === 1) await rate(a, "u6", 5);
    else break;
  }
  expect(counts).toEqual([4, 5]);
});

it("figures become those of both for who comes back with a cursor from before, wherever both stand in the log", async () => {
  // In the same partition, and rated before: no position tells that anything is new.
  const ofPartition = (id: string) => test.log.partitionOf(TOPICS.ratings, id);
  let twin = `${a} 0`;
  for (let n = 1; (await ofPartition(twin)) !== (await ofPartition(a)); n++) twin = `${a} ${n}`;
  await test.addMovies(twin);
  await rate(twin, "u8", 2);
  await rate(a, "u9", 2);
  const { count, cursor } = (await movie(a)).ratingSummary;
  await replace(twin, a);
  const query = `subscription ($id: ID!, $after: Cursor) { ratingSummaryChanged(movieId: $id, after: $after) { count } }`;
  const next = async (after: string) => {
    const { data, extensions } = plain((await test.subscribe(query, { id: a, after }).next()).value);
    return { count: data.ratingSummaryChanged.count, cursor: extensions.marquee.cursor };
  };
  const both = await next(cursor);
  expect(both.count).toBe(count + 1);
  const later = next(both.cursor);
  await rate(a, "u10", 2);
  expect((await later).count).toBe(count + 2);
});

it("a feed that was open before hears of both from then on, and figures that are followed become those of both", async () => {
  const counts = test.subscribe(`subscription ($id: ID!) { ratingSummaryChanged(movieId: $id) { count } }`, { id: a });
  expect(plain((await counts.next()).value).data.ratingSummaryChanged.count).toBe(2);
  const feed = test.subscribe(`subscription ($id: ID!) { ratingFeed(movieId: $id) { __typename } }`, { id: a });
  const { cursor } = plain((await feed.next()).value).extensions.marquee;
  const [moreCounts, moreOfFeed] = [counts.next(), feed.next()];
  await replace(b, a);
  // They end: the gateway opens them again behind their last item.
  expect(await moreCounts).toMatchObject({ done: true });
  expect(await moreOfFeed).toMatchObject({ done: true });
  const again = test.subscribe(
    `subscription ($id: ID!, $after: Cursor) { ratingFeed(movieId: $id, after: $after) { __typename ... on RatingEvent { score } } }`,
    { id: a, after: cursor },
  );
  for await (const item of again) {
    const { ratingFeed } = plain(item).data;
    if (ratingFeed.__typename === "FeedProgress") void rate(b, "u7", 2);
    else if (ratingFeed.score === 2) break;
  }
});
