import { beforeAll, describe, expect, test } from "vitest";
import { addMovies } from "../environment/catalogue.js";
import { FeedListener, replay } from "../environment/feed-listener.js";
import { GraphqlClient } from "../environment/graphql-client.js";
import { register, signInAdmin } from "../environment/people.js";
import { Progress } from "../environment/progress.js";
import type { RatingEvent } from "../environment/rating-feed.js";
import { RestartableServer } from "../environment/restartable-server.js";
import { openTestEnvironment } from "../environment/test-environment.js";
import { faultsOf } from "./explain-events.js";
import { type PairLedger, possibleScores, possibleTexts } from "./ledger.js";
import { type MovieState, readMovie, summaryOf } from "./read-movie.js";
import { RATE, REVIEW_MOVIE, sendWrite } from "./send-write.js";
import { write } from "./writer.js";

const KILLS = Number(process.env.MARQUEE_E2E_KILLS ?? 4);
const WRITERS = 16;
const MOVIES = 6;

const environment = openTestEnvironment();
const ledgers: PairLedger[] = [];
const movies = new Map<string, MovieState>();
let client: GraphqlClient;
/** Every event from the very beginning, as one replay at the end tells it. */
let events: RatingEvent[] = [];
/** What a client that was there all the time, and always came back, got in the end. */
let heard: RatingEvent[] = [];

beforeAll(
  async () => {
    const server = new RestartableServer(environment, { DATA_DIR: await environment.folder() });
    await server.start();
    client = new GraphqlClient({ url: server.url, dispatcher: environment.agent });
    const admin = await signInAdmin(client);
    const movieIds = await addMovies(
      admin,
      Array.from({ length: MOVIES }, (_, index) => ({ title: `Film ${index}` })),
    );
    const people = await Promise.all(
      Array.from({ length: WRITERS }, (_, index) => register(client, `writer-${index}`)),
    );

    const listener = new FeedListener(environment, { url: server.url });
    await listener.until(() => listener.live);
    const beginning = listener.cursor ?? "";

    const progress = new Progress();
    const stop = new AbortController();
    const writers = people.map((person) => {
      const own = movieIds.map((movieId): PairLedger => ({ userId: person.id, movieId, ratings: [], reviews: [] }));
      ledgers.push(...own);
      return write({ person, ledgers: own, progress, signal: stop.signal }).catch((error) => progress.fail(error));
    });

    for (let kill = 1; kill <= KILLS; kill += 1) {
      await progress.after(Math.random() < 0.5 ? "sent" : "acknowledged", 1 + Math.floor(Math.random() * 250));
      await server.kill();
      if (kill % 3 === 0) await server.killWhileStarting(1 + Math.floor(Math.random() * 8));
      await server.start();
    }
    await progress.after("acknowledged", 50);
    stop.abort();
    await Promise.all(writers);
    progress.check();

    // Behind everything else in its partition: once this shows, all shows.
    for (const movieId of movieIds) {
      for (const [mutation, input] of [
        [RATE, { movieId, score: 1 }],
        [REVIEW_MOVIE, { movieId, text: "the end" }],
      ] as const) {
        for (let shows = false; !shows; ) {
          const answer = await sendWrite(admin.client, mutation, input, progress);
          shows = typeof answer === "object" && answer.applied;
        }
      }
      movies.set(movieId, await readMovie(client, movieId));
    }
    events = (await replay(environment, { url: server.url, after: beginning })).filter(
      ({ user }) => user.id !== admin.id,
    );
    await listener.catchUp();
    heard = listener.events.filter(({ user }) => user.id !== admin.id);
  },
  60_000 + KILLS * 20_000,
);

test("no-acknowledged-rating-lost: what stands is what was acknowledged last, or what got no answer after it", () => {
  for (const ledger of ledgers) {
    const found = movies.get(ledger.movieId)?.ratings.filter(({ userId }) => userId === ledger.userId) ?? [];
    expect(found.length).toBeLessThanOrEqual(1);
    expect(possibleScores(ledger)).toContain(found[0]?.score ?? null);
  }
});

test("no-acknowledged-rating-lost: every acknowledged write is in the feed once, in its place, and nothing was made up", () => {
  const faults = ledgers.flatMap(({ userId, movieId, ratings }) =>
    faultsOf(
      events.filter(({ user, movie }) => user.id === userId && movie.id === movieId),
      ratings,
    ),
  );
  expect(faults).toEqual([]);
  expect(events.length).toBeGreaterThan(KILLS);
});

describe("no-rating-counted-twice", () => {
  test("a movie's figures are those of its ratings", () => {
    for (const { summary, ratings } of movies.values()) {
      const expected = summaryOf(ratings.map(({ score }) => score));
      expect(summary).toEqual({ ...expected, average: expect.closeTo(expected.average ?? 0, 9) });
    }
  });

  test("the statistics are the sum of all movies", async () => {
    const { statistics } = await client.request<{
      statistics: { ratings: number; reviews: number; averageScore: number };
    }>("{ statistics { ratings reviews averageScore } }");
    const all = [...movies.values()];
    const scores = all.flatMap(({ ratings }) => ratings.map(({ score }) => score));
    expect(statistics.ratings).toBe(scores.length);
    expect(statistics.averageScore).toBeCloseTo(summaryOf(scores).average ?? 0, 9);
    expect(statistics.reviews).toBe(all.flatMap(({ reviews }) => reviews).length);
  });

  test("the figures in every event are those right after it", () => {
    const standing = new Map<string, Map<string, number>>();
    for (const { movie, user, score, summary, eventId } of events) {
      const scores = standing.get(movie.id) ?? new Map<string, number>();
      standing.set(movie.id, scores);
      if (score === null) scores.delete(user.id);
      else scores.set(user.id, score);
      expect([eventId, summary.count, summary.histogram]).toEqual([
        eventId,
        scores.size,
        summaryOf([...scores.values()]).histogram,
      ]);
    }
  });

  test("a write that is sent again with its key has one effect", () => {
    const ids = events.map(({ eventId }) => eventId);
    expect(ids).toHaveLength(new Set(ids).size);
  });
});

test("a client that comes back with its cursor has every event exactly once, in order per movie, as the replay tells it", () => {
  for (const movieId of movies.keys()) {
    const ofMovie = (list: readonly RatingEvent[]) =>
      // Cursors say where all partitions stand, which is not the same live and replayed.
      list.filter(({ movie }) => movie.id === movieId).map(({ cursor: _, ...event }) => event);
    expect(ofMovie(heard)).toEqual(ofMovie(events));
  }
});

test("no acknowledged review is lost, and nobody has two of a movie", () => {
  for (const ledger of ledgers) {
    const found = movies.get(ledger.movieId)?.reviews.filter(({ userId }) => userId === ledger.userId) ?? [];
    expect(found.length).toBeLessThanOrEqual(1);
    expect(possibleTexts(ledger)).toContain(found[0]?.text ?? null);
  }
});
