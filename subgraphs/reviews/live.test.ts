import type { FeedExtensions } from "@marquee/platform/subgraph/subgraph-endpoint.js";
import { ReviewSubmitted } from "@marquee/schema/events/review-submitted.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import type { ExecutionResult } from "graphql";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openTestReviews, type TestReviews } from "./testing/open-test-reviews.js";

const SUBMIT = `mutation ($input: SubmitReviewInput!) { submitReview(input: $input) { review { id } cursor } }`;
const RETENTION_MS = 60 * 60 * 1000;
const FEED = "subscription ($movieId: ID) { reviewAdded(movieId: $movieId) { text author { id } } }";

let reviews: TestReviews;
let movie: string;
let other: string;
let tests = 0;
beforeAll(async () => {
  reviews = await openTestReviews({ feedRetentionMs: RETENTION_MS });
});
beforeEach(async () => {
  tests++;
  movie = `movie of test ${tests}`;
  other = `other movie of test ${tests}`;
  await reviews.addMovies(movie, other);
});
afterAll(() => reviews.close());

const submit = async (
  text: string,
  movieId = movie,
  userId = "ann",
  to = reviews,
): Promise<{ review: { id: string }; cursor: string }> =>
  (await to.execute(SUBMIT, { input: { movieId, text } }, { userId })).data.submitReview;
const feedOf = (item: ExecutionResult) => item.extensions?.marquee as FeedExtensions;

const listen = (...request: Parameters<TestReviews["subscribe"]>) => listenTo(reviews, ...request);

/** A subscription without the notes that are for the gateway alone. */
function listenTo(
  subgraph: TestReviews,
  ...request: Parameters<TestReviews["subscribe"]>
): AsyncIterableIterator<ExecutionResult> {
  const items = subgraph.subscribe(...request);
  return {
    ...items,
    async next() {
      for (;;) {
        const next = await items.next();
        if (next.done === true || next.value.data !== undefined || next.value.errors !== undefined) return next;
      }
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/** The next items, as texts. Ends the feed. */
async function take(feed: AsyncIterableIterator<ExecutionResult>, howMany: number) {
  const items: ExecutionResult[] = [];
  while (items.length < howMany) {
    const next = await feed.next();
    if (next.done === true) break;
    items.push(next.value);
  }
  await feed.return?.();
  return items;
}
const textsOf = (items: ExecutionResult[]) =>
  items.map((item) => (item.data?.reviewAdded as { text: string } | undefined)?.text);

describe("reviewAdded", () => {
  it("resumes behind a cursor, goes on live, and tells of its movie alone", async () => {
    const { cursor } = await submit("one");
    await submit("two");
    await submit("elsewhere", other);
    await submit("three", movie, "bob");
    const feed = listen(FEED, { movieId: movie }, cursor);
    const replayed = [await feed.next(), await feed.next()].map(({ value }) => value as ExecutionResult);
    expect(textsOf(replayed)).toEqual(["two", "three"]);
    const live = feed.next();
    await submit("four");
    const { value } = await live;
    expect(value.data).toEqual({ reviewAdded: { text: "four", author: { id: "ann" } } });
    expect(feedOf(value)).toMatchObject({ live: true, eventId: expect.any(String), cursor: expect.any(String) });
    await feed.return?.();
  });

  it("goes on exactly behind each item's cursor", async () => {
    const { cursor } = await submit("0");
    for (const text of ["1", "2", "3"]) await submit(text);
    const all = await take(listen(FEED, { movieId: movie }, cursor), 3);
    expect(textsOf(all)).toEqual(["1", "2", "3"]);
    for (const [index, item] of all.slice(0, -1).entries()) {
      const rest = await take(listen(FEED, { movieId: movie }, feedOf(item).cursor), 2 - index);
      expect(textsOf(rest)).toEqual(textsOf(all).slice(index + 1));
    }
  });

  it("of all movies tells of every movie, each in order, with a position in every partition", async () => {
    const movies = Array.from({ length: 8 }, (_, index) => `${movie} ${index}`);
    await reviews.addMovies(...movies);
    const feed = listen(FEED, {});
    const first = feed.next();
    // Submitted again and again until the feed, which starts when it starts, has told of one.
    let started = false;
    void first.then(() => {
      started = true;
    });
    for (let index = 0; !started; index++) await submit(`start ${index}`);
    const start = feedOf((await first).value);
    await feed.return?.();
    expect(start.positions.map(([partition]) => partition)).toEqual([0, 1, 2]);
    for (const movieId of movies) for (const text of ["1", "2"]) await submit(`${movieId}: ${text}`, movieId);
    const told: (string | undefined)[] = [];
    const resumed = listen(FEED, {}, start.cursor);
    while (told.length < 2 * movies.length) {
      const [text] = textsOf([(await resumed.next()).value]);
      if (!text?.startsWith("start")) told.push(text);
    }
    await resumed.return?.();
    for (const movieId of movies) {
      expect(told.filter((text) => text?.startsWith(`${movieId}: `))).toEqual([`${movieId}: 1`, `${movieId}: 2`]);
    }
  });

  it("leaves out imports, votes and deletions", async () => {
    const { cursor, review } = await submit("one");
    await reviews.execute(
      "mutation ($input: VoteReviewInput!) { voteReview(input: $input) { applied } }",
      { input: { reviewId: review.id, helpful: true } },
      { userId: "bob" },
    );
    await reviews.log.append(TOPICS.reviews, [importedReview(movie)]);
    await reviews.execute(
      "mutation ($input: DeleteReviewInput!) { deleteReview(input: $input) { applied } }",
      { input: { reviewId: review.id } },
      { userId: "ann" },
    );
    await submit("two");
    expect(textsOf(await take(listen(FEED, { movieId: movie }, cursor), 1))).toEqual(["two"]);
  });

  it("refuses a cursor of another feed, and one that was forged", async () => {
    const { cursor } = await submit("one");
    const codeOf = async (variables: object, after: string) => {
      const [item] = await take(listen(FEED, { ...variables }, after), 1);
      expect(item?.data ?? null).toBeNull();
      return item?.errors?.[0]?.extensions.code;
    };
    expect(await codeOf({ movieId: other }, cursor)).toBe("CURSOR_INVALID");
    expect(await codeOf({}, cursor)).toBe("CURSOR_INVALID");
    expect(await codeOf({ movieId: movie }, `${cursor.slice(0, -1)}A`)).toBe("CURSOR_INVALID");
  });

  it("refuses a cursor older than what is kept", async () => {
    const old = await openTestReviews({ feedRetentionMs: RETENTION_MS });
    await old.addMovies(movie);
    const { cursor } = await submit("one", movie, "ann", old);
    await submit("two", movie, "ann", old);
    await old.stop();
    // Another process: it remembers nothing of what the store has let go.
    const young = await openTestReviews({ feedRetentionMs: RETENTION_MS, folder: old.folder });
    // Folding prunes what is older.
    young.clock.advance(2 * RETENTION_MS);
    const oldest = async () => (await take(listenTo(young, FEED, { movieId: movie }, cursor), 1))[0]?.errors?.[0];
    // Pruning runs beside the folding: submitting on, at the latest a few events later it is done.
    let refusal = await oldest();
    while (refusal === undefined) {
      await submit("and on", movie, "ann", young);
      refusal = await oldest();
    }
    expect(refusal.extensions.code).toBe("CURSOR_EXPIRED");
    await young.close();
  });

  it("ends with the subgraph", async () => {
    const ending = await openTestReviews();
    const feed = ending.subscribe(FEED, {});
    const waiting = feed.next();
    await ending.subgraph.close();
    expect((await waiting).done).toBe(true);
    await ending.close();
  });
});

function importedReview(movieId: string) {
  const event = ReviewSubmitted.create({
    eventId: `import ${movieId}`,
    occurredAt: 0,
    origin: "import",
    movieId,
    userId: "imported",
    review: { summary: null, text: "imported", containsSpoilers: false, score: null },
    importedVotes: null,
  });
  return ReviewSubmitted.encode(event);
}
