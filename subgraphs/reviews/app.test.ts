import { ReviewDeleted } from "@marquee/schema/events/review-deleted.js";
import { ReviewSubmitted } from "@marquee/schema/events/review-submitted.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { reviewId } from "./rules/review-id.js";
import { type Caller, openTestReviews, type TestReviews } from "./testing/open-test-reviews.js";

const PAYLOAD = `review { id text summary containsSpoilers score helpful { up total } createdAt movie { id } author { id } }
  applied cursor userErrors { code field message }`;
const SUBMIT = `mutation ($input: SubmitReviewInput!) { submitReview(input: $input) { ${PAYLOAD} } }`;
const DELETE = `mutation ($input: DeleteReviewInput!) { deleteReview(input: $input) { ${PAYLOAD} } }`;
const VOTE = `mutation ($input: VoteReviewInput!) { voteReview(input: $input) { ${PAYLOAD} } }`;
const MOVIES = `query ($of: [_Any!]!, $first: Int, $after: Cursor, $orderBy: ReviewOrder, $includeSpoilers: Boolean) {
  _entities(representations: $of) { ... on Movie { id
    reviews(first: $first, after: $after, orderBy: $orderBy, includeSpoilers: $includeSpoilers) {
      edges { cursor } nodes { text author { id } } pageInfo { hasNextPage hasPreviousPage endCursor } } } } }`;
const USERS = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on User {
  reviews { nodes { text movie { id } } pageInfo { hasNextPage } } } } }`;

const ann: Caller = { userId: "ann" };
const bob: Caller = { userId: "bob" };

let reviews: TestReviews;
let movie: string;
let other: string;
let tests = 0;
beforeAll(async () => {
  reviews = await openTestReviews();
});
// Movies of its own for every test; the engines are started once.
beforeEach(async () => {
  tests++;
  movie = `movie of test ${tests}`;
  other = `other movie of test ${tests}`;
  await reviews.addMovies(movie, other);
});
afterAll(() => reviews.close());

type Input = Record<string, unknown>;
const mutate = async (query: string, field: string, input: Input, caller: Caller) => {
  const { data, errors } = await reviews.execute(query, { input }, caller);
  expect(errors).toBeUndefined();
  return data[field];
};
const submit = (caller: Caller, input: Input) =>
  mutate(SUBMIT, "submitReview", { movieId: movie, text: "Good.", ...input }, caller);
const remove = (caller: Caller, id: string) => mutate(DELETE, "deleteReview", { reviewId: id }, caller);
const vote = (caller: Caller, id: string, helpful = true) =>
  mutate(VOTE, "voteReview", { reviewId: id, helpful }, caller);
const movieReviews = async (variables: Input = {}, ids: string[] = [movie]) => {
  const of = ids.map((id) => ({ __typename: "Movie", id }));
  const { data, errors } = await reviews.execute(MOVIES, { of, ...variables });
  expect(errors).toBeUndefined();
  return data._entities.map((entity: { reviews: unknown }) => entity.reviews);
};
const authorsIn = (list: { nodes: { author: { id: string } }[] }) => list.nodes.map(({ author }) => author.id);
const count = async () => (await reviews.execute("{ statistics { reviews } }")).data.statistics.reviews as number;
const byId = async (id: string) =>
  (await reviews.execute("query ($id: ID!) { review(id: $id) { text helpful { up total } } }", { id })).data.review;
const codesOf = (payload: { userErrors: { code: string; field: string[] }[] }) =>
  payload.userErrors.map(({ code, field }) => `${code} ${field.join(".")}`);

describe("submitReview", () => {
  it("is applied when it answers, and shows in every view", async () => {
    const before = await count();
    const payload = await submit(ann, { summary: "S", containsSpoilers: true, score: 9 });
    const id = reviewId({ movieId: movie, userId: "ann" });
    expect(payload).toEqual({
      review: {
        id,
        text: "Good.",
        summary: "S",
        containsSpoilers: true,
        score: 9,
        helpful: { up: 0, total: 0 },
        createdAt: "2026-01-01T00:00:00.000Z",
        movie: { id: movie },
        author: { id: "ann" },
      },
      applied: true,
      cursor: expect.any(String),
      userErrors: [],
    });
    const [list] = await movieReviews();
    expect(authorsIn(list)).toEqual(["ann"]);
    const { data } = await reviews.execute(USERS, { of: [{ __typename: "User", id: "ann" }] });
    expect(data._entities[0].reviews.nodes).toContainEqual({ text: "Good.", movie: { id: movie } });
    expect(await byId(id)).toMatchObject({ text: "Good." });
    expect(await count()).toBe(before + 1);
  });

  it("returns the text exactly as it was given", async () => {
    const text = '  🎬, \u2028, "quotes", \t\u202eעברית\u202c العربية हिन्दी ไทย 日本語 e\u0301 \r\n ';
    expect((await submit(ann, { text })).review.text).toBe(text);
    expect((await movieReviews())[0].nodes[0].text).toBe(text);
    const long = "🎬".repeat(20_000);
    expect((await submit(ann, { text: long })).review.text).toBe(long);
  });

  it("refuses characters that nobody can see, in text and summary alike", async () => {
    for (const text of ["NUL \0", "half a pair \ud83c", "\u001b[31m"]) {
      expect(codesOf(await submit(ann, { text }))).toEqual(["INVALID input.text"]);
      expect(codesOf(await submit(ann, { summary: text }))).toEqual(["INVALID input.summary"]);
    }
    expect(codesOf(await submit(ann, { summary: "two\nlines" }))).toEqual(["INVALID input.summary"]);
  });

  it("replaces the review and keeps its votes; deleting drops them", async () => {
    const before = await count();
    const { review } = await submit(ann, {});
    await vote(bob, review.id);
    expect((await submit(ann, { text: "Better." })).review).toMatchObject({
      text: "Better.",
      helpful: { up: 1, total: 1 },
    });
    expect(await remove(ann, review.id)).toMatchObject({ review: null, applied: true, userErrors: [] });
    expect(await count()).toBe(before);
    expect((await movieReviews())[0].nodes).toEqual([]);
    expect(await byId(review.id)).toBeNull();
    expect((await submit(ann, {})).review.helpful).toEqual({ up: 0, total: 0 });
  });

  it("takes a review for a movie that was added right before", async () => {
    await reviews.addMovies("just added");
    expect(await submit(ann, { movieId: "just added" })).toMatchObject({ applied: true, userErrors: [] });
  });

  it("has an effect once a key, and brings no older text back", async () => {
    await submit(ann, { text: "first", idempotencyKey: "key" });
    await submit(ann, { text: "second" });
    expect(await submit(ann, { text: "first", idempotencyKey: "key" })).toMatchObject({
      applied: true,
      review: { text: "second" },
    });
    // Others' and other movies' use of the same key are their own.
    expect((await submit(bob, { text: "bob's", idempotencyKey: "key" })).review.text).toBe("bob's");
    expect((await submit(ann, { movieId: other, text: "of other", idempotencyKey: "key" })).review.text).toBe(
      "of other",
    );
  });

  it("refuses what can't be: no movie, a retired one, wrong input", async () => {
    await reviews.retireMovie(other);
    for (const movieId of ["nothing", other, "", "x".repeat(201), "\0", "\ud83c"]) {
      const payload = await submit(ann, { movieId });
      expect(payload).toMatchObject({ review: null, applied: false, cursor: null });
      expect(codesOf(payload)).toEqual(["NOT_FOUND input.movieId"]);
    }
    expect(codesOf(await submit(ann, { text: " \n", score: 11 }))).toEqual([
      "INVALID input.text",
      "INVALID input.score",
    ]);
    const { errors } = await reviews.execute(SUBMIT, { input: { movieId: movie, text: "Good." } });
    expect(errors[0].extensions.code).toBe("UNAUTHENTICATED");
    expect((await movieReviews())[0].nodes).toEqual([]);
  });
});

describe("voteReview and deleteReview", () => {
  it("count one vote a user, which can be changed", async () => {
    const { id } = (await submit(ann, {})).review;
    expect((await vote(bob, id)).review.helpful).toEqual({ up: 1, total: 1 });
    expect((await vote(bob, id)).review.helpful).toEqual({ up: 1, total: 1 });
    expect((await vote({ userId: "cat" }, id, false)).review.helpful).toEqual({ up: 1, total: 2 });
    expect(await vote(bob, id, false)).toMatchObject({ review: { helpful: { up: 0, total: 2 } }, applied: true });
  });

  it("refuse one's own review, somebody else's review, and ids that name none", async () => {
    const { id } = (await submit(ann, {})).review;
    expect(codesOf(await vote(ann, id))).toEqual(["FORBIDDEN input.reviewId"]);
    expect(codesOf(await remove(bob, id))).toEqual(["FORBIDDEN input.reviewId"]);
    const none = [
      reviewId({ movieId: movie, userId: "bob" }),
      "",
      "review.",
      "review.@@",
      "rating.WyJhIiwiYiJd",
      "\0\ud83c",
    ];
    for (const bad of none) {
      expect(codesOf(await vote(bob, bad))).toEqual(["NOT_FOUND input.reviewId"]);
      expect(codesOf(await remove(bob, bad))).toEqual(["NOT_FOUND input.reviewId"]);
      expect(await byId(bad)).toBeNull();
    }
    for (const [query, input] of [
      [VOTE, { reviewId: id, helpful: true }],
      [DELETE, { reviewId: id }],
    ] as const) {
      const { errors } = await reviews.execute(query, { input });
      expect(errors[0].extensions.code).toBe("UNAUTHENTICATED");
    }
    expect(await byId(id)).toEqual({ text: "Good.", helpful: { up: 0, total: 0 } });
  });

  it("let an admin delete any review", async () => {
    const { id } = (await submit(ann, {})).review;
    await remove({ userId: "root", roles: ["USER", "ADMIN"] }, id);
    expect(await byId(id)).toBeNull();
  });
});

describe("lists", () => {
  it("put the most helpful first, or the newest, and leave spoilers out when asked", async () => {
    for (const [userId, containsSpoilers] of [
      ["ann", false],
      ["bob", true],
      ["cat", false],
    ] as const) {
      reviews.clock.advance(1_000);
      await submit({ userId }, { containsSpoilers });
    }
    await vote(ann, reviewId({ movieId: movie, userId: "bob" }));
    expect(authorsIn((await movieReviews())[0])).toEqual(["bob", "cat", "ann"]);
    expect(authorsIn((await movieReviews({ orderBy: "NEWEST" }))[0])).toEqual(["cat", "bob", "ann"]);
    expect(authorsIn((await movieReviews({ includeSpoilers: false }))[0])).toEqual(["cat", "ann"]);
  });

  it("are paged by cursors that are good for their list alone", async () => {
    for (const userId of ["a", "b", "c"]) await submit({ userId }, {});
    const seen: string[] = [];
    let after: string | null = null;
    for (;;) {
      const [page]: { nodes: { author: { id: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } }[] =
        await movieReviews({ first: 2, after, orderBy: "NEWEST" });
      if (page === undefined) break;
      seen.push(...authorsIn(page));
      after = page.pageInfo.endCursor;
      if (!page.pageInfo.hasNextPage) break;
    }
    expect(seen).toEqual(["c", "b", "a"]);
    const of = [{ __typename: "Movie", id: movie }];
    for (const variables of [
      { after },
      { of: [{ __typename: "Movie", id: other }], after, orderBy: "NEWEST" },
      { after: "x" },
    ]) {
      const { errors } = await reviews.execute(MOVIES, { of, ...variables });
      expect(errors[0].extensions.code).toBe("CURSOR_INVALID");
    }
    for (const first of [0, 101, -1]) {
      const { errors } = await reviews.execute(MOVIES, { of, first });
      expect(errors[0].extensions.code).toBe("BAD_USER_INPUT");
    }
  });

  it("are empty for movies and users that nobody knows", async () => {
    expect((await movieReviews({}, ["nobody knows", "\0"])).map(authorsIn)).toEqual([[], []]);
    const { data } = await reviews.execute(USERS, { of: [{ __typename: "User", id: "nobody" }] });
    expect(data._entities[0].reviews.nodes).toEqual([]);
  });

  it("of 20 movies are one call of the store, and of 20 users another", async () => {
    const ids = Array.from({ length: 20 }, (_, index) => `${movie} ${index}`);
    await reviews.log.append(
      TOPICS.reviews,
      ids.flatMap((movieId) => Array.from({ length: 9 }, (_, user) => imported(movieId, `u${user}`))),
    );
    await reviews.caughtUp();
    const before = reviews.reads();
    const lists = await movieReviews({}, ids);
    // The lists, and which movies stand for others.
    expect(reviews.reads() - before).toBe(2);
    for (const list of lists) {
      expect(list.nodes).toHaveLength(8);
      expect(list.pageInfo.hasNextPage).toBe(true);
    }
    const of = Array.from({ length: 20 }, (_, user) => ({ __typename: "User", id: `u${user}` }));
    await reviews.execute(USERS, { of });
    // The lists, and which movies stand for those that were reviewed.
    expect(reviews.reads() - before).toBe(4);
  });
});

describe("the projector", () => {
  it("goes on behind a message that can't be read, which goes to the dead letters", async () => {
    await reviews.log.append(TOPICS.reviews, [{ key: movie, value: "{not json" }]);
    expect(await submit(ann, {})).toMatchObject({ applied: true });
    const letters = await reviews.log.positions(TOPICS.deadLetters);
    expect(letters.reduce((sum, { earliest, end }) => sum + end - earliest, 0)).toBe(1);
  });

  it("takes imports, and lets none overwrite a later deletion", async () => {
    const event = ReviewDeleted.create({
      eventId: `d ${movie}`,
      occurredAt: 1_000,
      origin: "live",
      movieId: movie,
      userId: "u",
    });
    await reviews.log.append(TOPICS.reviews, [
      imported(movie, "u"),
      ReviewDeleted.encode(event),
      imported(movie, "u", "again"),
    ]);
    await reviews.caughtUp();
    expect((await movieReviews())[0].nodes).toEqual([]);
  });
});

it("starts again on the same files with everything it had", async () => {
  const first = await openTestReviews();
  await first.addMovies("m");
  const input = { movieId: "m", text: "Stays." };
  await first.execute(SUBMIT, { input }, ann);
  await first.stop();
  const again = await openTestReviews({ folder: first.folder });
  try {
    const id = reviewId({ movieId: "m", userId: "ann" });
    const { data } = await again.execute("query ($id: ID!) { review(id: $id) { text } statistics { reviews } }", {
      id,
    });
    expect(data).toEqual({ review: { text: "Stays." }, statistics: { reviews: 1 } });
    const { data: second } = await again.execute(SUBMIT, { input: { ...input, text: "Goes on." } }, ann);
    expect(second.submitReview).toMatchObject({ applied: true, review: { text: "Goes on." } });
  } finally {
    await again.close();
  }
});

function imported(movieId: string, userId: string, eventId = "first") {
  const event = ReviewSubmitted.create({
    eventId: `import ${eventId} ${movieId} ${userId}`,
    occurredAt: 500,
    origin: "import",
    movieId,
    userId,
    review: { summary: null, text: "Imported.", containsSpoilers: false, score: null },
    importedVotes: { up: 1, total: 2 },
  });
  return ReviewSubmitted.encode(event);
}
