import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { openTestReviews, type TestReviews } from "./testing/open-test-reviews.js";

let test: TestReviews;
beforeAll(async () => {
  test = await openTestReviews();
});
afterAll(() => test?.close());

const submit = async (movieId: string, userId: string) => {
  test.clock.advance(1_000);
  const query = `mutation ($input: SubmitReviewInput!) { submitReview(input: $input) { review { id movie { id } } userErrors { code } } }`;
  const { data } = await test.execute(query, { input: { movieId, text: `${userId} of ${movieId}` } }, { userId });
  return data.submitReview;
};
const vote = (reviewId: string, userId: string) =>
  test.execute(
    `mutation ($input: VoteReviewInput!) { voteReview(input: $input) { applied } }`,
    { input: { reviewId, helpful: true } },
    { userId },
  );
const page = async (id: string, order: string, first: number, after: string | null) => {
  const query = `query ($ids: [_Any!]!, $after: Cursor) { _entities(representations: $ids) { ... on Movie {
    reviews(orderBy: ${order}, first: ${first}, after: $after) { nodes { text movie { id } } pageInfo { hasNextPage endCursor } } } } }`;
  const { data, errors } = await test.execute(query, { ids: [{ __typename: "Movie", id }], after });
  expect(errors).toBeUndefined();
  return data._entities[0].reviews;
};
const texts = async (id: string, order: string, first = 1) => {
  const seen: string[] = [];
  for (let after: string | null = null; ; ) {
    const { nodes, pageInfo } = await page(id, order, first, after);
    seen.push(...nodes.map(({ text }: { text: string }) => text));
    if (!pageInfo.hasNextPage) return seen;
    after = pageInfo.endCursor;
  }
};

let films = 0;
let [a, b] = ["", ""];
beforeEach(async () => {
  films += 1;
  [a, b] = [`film ${films}a`, `film ${films}b`];
  await test.addMovies(a, b);
});

it("a movie that stands for another has the reviews of both, in either order, under either id", async () => {
  await submit(a, "u1");
  const { review } = await submit(b, "u2");
  await submit(a, "both");
  await submit(b, "both");
  await vote(review.id, "u9");
  await test.retireMovie(b, a);
  const newest = [`both of ${b}`, `both of ${a}`, `u2 of ${b}`, `u1 of ${a}`];
  const top = [`u2 of ${b}`, `both of ${b}`, `both of ${a}`, `u1 of ${a}`];
  for (const id of [a, b]) {
    expect(await texts(id, "NEWEST")).toEqual(newest);
    expect(await texts(id, "TOP")).toEqual(top);
    expect(await texts(id, "TOP", 3)).toEqual(top);
  }
  expect((await page(a, "TOP", 1, null)).nodes[0].movie.id).toBe(a);
});

it("one that comes back has its own again", async () => {
  await submit(a, "u1");
  await submit(b, "u2");
  await test.retireMovie(b, a);
  expect(await texts(a, "NEWEST")).toHaveLength(2);
  await test.addMovies(b);
  await test.caughtUp();
  expect(await texts(a, "NEWEST")).toEqual([`u1 of ${a}`]);
  expect(await texts(b, "NEWEST")).toEqual([`u2 of ${b}`]);
});

it("what is written of the one that was replaced is of the one that stands for it", async () => {
  await test.retireMovie(b, a);
  expect(await submit(b, "u3")).toMatchObject({ review: { movie: { id: a } }, userErrors: [] });
});

it("a feed of either hears of both", async () => {
  await test.retireMovie(b, a);
  const feed = test.subscribe(`subscription ($id: ID) { reviewAdded(movieId: $id) { text movie { id } } }`, { id: b });
  let submitted = false;
  for await (const item of feed) {
    const { data } = JSON.parse(JSON.stringify(item));
    if (!submitted) void submit(a, "u4");
    submitted = true;
    if (data?.reviewAdded === undefined) continue;
    expect(data.reviewAdded).toEqual({ text: `u4 of ${a}`, movie: { id: a } });
    break;
  }
});

it("a feed that was open before ends, and goes on with its cursor under either id", async () => {
  const query = `subscription ($id: ID) { reviewAdded(movieId: $id) { text } }`;
  const feed = test.subscribe(query, { id: a });
  const { cursor } = JSON.parse(JSON.stringify((await feed.next()).value)).extensions.marquee;
  const more = feed.next();
  await test.retireMovie(b, a);
  expect(await more).toMatchObject({ done: true });
  await submit(a, "u5");
  for (const id of [a, b]) {
    for await (const item of test.subscribe(query, { id }, cursor)) {
      const { data } = JSON.parse(JSON.stringify(item));
      if (data?.reviewAdded === undefined) continue;
      expect(data.reviewAdded.text).toBe(`u5 of ${a}`);
      break;
    }
  }
});
