import { TOPICS } from "@marquee/schema/events/topics.js";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openTestRatings, type TestRatings } from "./testing/open-test-ratings.js";

const RATE = `mutation ($input: RateMovieInput!) { rateMovie(input: $input) {
  rating { id score movie { id } user { id } } eventId applied cursor userErrors { code field message } } }`;
const REMOVE = `mutation ($input: RemoveRatingInput!) { removeRating(input: $input) {
  rating { score } eventId applied userErrors { code field } } }`;
const SUMMARIES = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Movie {
  id ratingSummary { count average histogram cursor } ratings(first: 8) { nodes { score user { id } } pageInfo { hasNextPage endCursor } }
  viewerRating { score } } } }`;

let ratings: TestRatings;
let m1: string;
let m2: string;
let tests = 0;
beforeAll(async () => {
  ratings = await openTestRatings();
});
// Movies of its own for every test; the engines are started once.
beforeEach(async () => {
  tests++;
  m1 = `one of test ${tests}`;
  m2 = `two of test ${tests}`;
  await ratings.addMovies(m1, m2);
});
afterAll(() => ratings.close());

const rate = async (userId: string, movieId: string, score: number, idempotencyKey?: string) => {
  const result = await ratings.execute(RATE, { input: { movieId, score, idempotencyKey } }, userId);
  expect(result.errors).toBeUndefined();
  return result.data.rateMovie;
};
const movies = async (ids: string[], viewer?: string) => {
  const representations = ids.map((id) => ({ __typename: "Movie", id }));
  const result = await ratings.execute(SUMMARIES, { representations }, viewer);
  expect(result.errors).toBeUndefined();
  return result.data._entities;
};

const statistics = async () => {
  const { data } = await ratings.execute("{ statistics { ratings averageScore } }");
  return { ratings: data.statistics.ratings as number, averageScore: (data.statistics.averageScore ?? 0) as number };
};

describe("rateMovie", () => {
  it("is applied when it answers, and shows in every view", async () => {
    const before = await statistics();
    const payload = await rate("ann", m1, 8);
    expect(payload).toMatchObject({ applied: true, userErrors: [], rating: { score: 8, user: { id: "ann" } } });
    await rate("bob", m1, 4);
    const [movie] = await movies([m1], "ann");
    expect(movie.ratingSummary).toMatchObject({ count: 2, average: 6 });
    expect(movie.ratings.nodes.map((node: { user: { id: string } }) => node.user.id)).toEqual(["bob", "ann"]);
    expect(movie.viewerRating).toEqual({ score: 8 });
    const after = await statistics();
    expect(after.ratings - before.ratings).toBe(2);
    expect(after.ratings * after.averageScore - before.ratings * before.averageScore).toBeCloseTo(12, 6);
  });

  it("replaces a score, and takes one back", async () => {
    await rate("ann", m1, 8);
    await rate("ann", m1, 3);
    expect((await movies([m1]))[0].ratingSummary).toMatchObject({ count: 1, average: 3 });
    const removed = await ratings.execute(REMOVE, { input: { movieId: m1 } }, "ann");
    expect(removed.data.removeRating).toMatchObject({ applied: true, rating: null, userErrors: [] });
    const [movie] = await movies([m1], "ann");
    expect(movie).toMatchObject({
      ratingSummary: { count: 0, average: null },
      ratings: { nodes: [] },
      viewerRating: null,
    });
  });

  it("has an effect once a key, even after other ratings by the same user", async () => {
    const first = await rate("ann", m1, 8, "key");
    await rate("ann", m1, 2);
    const again = await rate("ann", m1, 8, "key");
    expect(again).toMatchObject({ applied: true, eventId: first.eventId, rating: { score: 2 } });
    // Another user's and another movie's use of the same key are their own.
    await rate("bob", m1, 6, "key");
    await rate("ann", m2, 7, "key");
    const [one, two] = await movies([m1, m2]);
    expect([one.ratingSummary.count, one.ratingSummary.average, two.ratingSummary.average]).toEqual([2, 4, 7]);
  });

  it("tells that a key was used for another score, or for taking back, and leaves what stands", async () => {
    await rate("ann", m1, 8, "key");
    const conflict = [{ code: "CONFLICT", field: ["input", "idempotencyKey"] }];
    expect(await rate("ann", m1, 3, "key")).toMatchObject({ rating: { score: 8 }, userErrors: conflict });
    const { data } = await ratings.execute(REMOVE, { input: { movieId: m1, idempotencyKey: "key" } }, "ann");
    expect(data.removeRating).toMatchObject({ applied: true, rating: { score: 8 }, userErrors: conflict });
    expect((await movies([m1]))[0].ratingSummary).toMatchObject({ count: 1, average: 8 });
  });

  it("remembers a removal that found nothing: its key takes no later rating away", async () => {
    const remove = async () => {
      const { data } = await ratings.execute(REMOVE, { input: { movieId: m1, idempotencyKey: "key" } }, "ann");
      return data.removeRating;
    };
    expect(await remove()).toMatchObject({ applied: true, rating: null });
    await rate("ann", m1, 8);
    expect(await remove()).toMatchObject({ applied: true, rating: { score: 8 } });
    expect((await movies([m1]))[0].ratingSummary).toMatchObject({ count: 1, average: 8 });
  });

  it("counts many ratings at once, each once", async () => {
    const users = Array.from({ length: 200 }, (_, index) => `user ${index}`);
    const answers = await Promise.all(
      users.map((user, index) => rate(user, index % 2 === 0 ? m1 : m2, (index % 10) + 1)),
    );
    expect(answers.every(({ applied }) => applied)).toBe(true);
    const counts = (await movies([m1, m2])).map(
      (movie: { ratingSummary: { count: number } }) => movie.ratingSummary.count,
    );
    expect(counts).toEqual([100, 100]);
  });

  it("knows a movie that was added a moment ago", async () => {
    await ratings.addMovies("brand-new");
    expect(await rate("ann", "brand-new", 9)).toMatchObject({ applied: true, userErrors: [] });
  });

  it.each([
    ["an unknown movie", { movieId: "nowhere", score: 5 }, "NOT_FOUND", ["input", "movieId"]],
    ["no movie", { movieId: "", score: 5 }, "INVALID", ["input", "movieId"]],
    ["score 0", { score: 0 }, "INVALID", ["input", "score"]],
    ["score 11", { score: 11 }, "INVALID", ["input", "score"]],
    ["an empty key", { score: 5, idempotencyKey: "" }, "INVALID", ["input", "idempotencyKey"]],
  ])("refuses %s and writes nothing", async (_, input, code, field) => {
    const before = await ratings.log.positions(TOPICS.ratings);
    const { data } = await ratings.execute(RATE, { input: { movieId: m1, ...input } }, "ann");
    expect(data.rateMovie).toMatchObject({
      rating: null,
      eventId: null,
      applied: false,
      userErrors: [{ code, field }],
    });
    expect(await ratings.log.positions(TOPICS.ratings)).toEqual(before);
  });

  it("refuses a score that is no whole number, and whoever is not signed in", async () => {
    const half = await ratings.execute(RATE, { input: { movieId: m1, score: 7.5 } }, "ann");
    expect(half.errors[0].extensions.code).toBe("BAD_USER_INPUT");
    const anonymous = await ratings.execute(RATE, { input: { movieId: m1, score: 7 } });
    expect(anonymous.errors[0].extensions.code).toBe("UNAUTHENTICATED");
  });
});

describe("entities", () => {
  it("cost a constant number of reads, however many movies", async () => {
    const cost = async (count: number) => {
      const before = ratings.reads();
      await movies(
        Array.from({ length: count }, (_, index) => `any ${index}`),
        "ann",
      );
      return ratings.reads() - before;
    };
    // Figures, the viewer's ratings, the list, and which movies stand for others.
    expect(await cost(1)).toBe(4);
    expect(await cost(20)).toBe(4);
  });

  it("page through ratings with cursors that belong to their list", async () => {
    for (let index = 0; index < 10; index++) await rate(`user ${index}`, m1, 5);
    const page = `query ($representations: [_Any!]!, $after: Cursor) { _entities(representations: $representations) { ... on Movie {
      ratings(first: 4, after: $after) { nodes { user { id } } pageInfo { hasNextPage endCursor } } } } }`;
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const representations = [{ __typename: "Movie", id: m1 }];
      const { data } = await ratings.execute(page, { representations, after });
      const { nodes, pageInfo } = data._entities[0].ratings;
      seen.push(...nodes.map((node: { user: { id: string } }) => node.user.id));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after !== null);
    expect(new Set(seen).size).toBe(10);
    expect(seen).toHaveLength(10);

    const [first] = await movies([m1]);
    const foreign = await ratings.execute(page, {
      representations: [{ __typename: "Movie", id: m2 }],
      after: first.ratings.pageInfo.endCursor,
    });
    expect(foreign.errors[0].extensions.code).toBe("CURSOR_INVALID");
  });
});

describe("a message that can't be read", () => {
  it("bad-message-does-not-stop-the-stream: it goes to the dead letters with its reason and place", async () => {
    const [at] = await ratings.log.append(TOPICS.ratings, [
      { key: m1, value: '{"type":"RatingSubmitted","version":9}' },
    ]);
    expect(await rate("ann", m1, 8)).toMatchObject({ applied: true });
    const letters: string[] = [];
    const arrived = new Promise<void>((resolve) => {
      void ratings.log.tail({
        topic: TOPICS.deadLetters,
        from: new Map([0, 1, 2].map((partition) => [partition, 0])),
        onMessages(messages) {
          letters.push(...messages.map(({ value }) => value));
          resolve();
        },
      });
    });
    await arrived;
    expect(JSON.parse(letters[0] ?? "")).toMatchObject({
      reason: "UNREADABLE",
      detail: expect.stringContaining("RatingSubmitted v9"),
      source: { topic: TOPICS.ratings, partition: at?.partition, position: at?.position },
      group: "ratings",
    });
  });
});
