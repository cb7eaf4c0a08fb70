import { beforeAll, expect, test } from "vitest";
import { addMovies } from "../environment/catalogue.js";
import { type FeedFilter, FeedListener, replay } from "../environment/feed-listener.js";
import { GraphqlClient } from "../environment/graphql-client.js";
import { register, signInAdmin } from "../environment/people.js";
import { Progress } from "../environment/progress.js";
import type { RatingEvent } from "../environment/rating-feed.js";
import { RestartableServer } from "../environment/restartable-server.js";
import { openTestEnvironment } from "../environment/test-environment.js";
import { compareWithLog } from "../live-log/compare-with-log.js";
import { type LoggedRating, readRatingLog } from "../live-log/read-rating-log.js";
import { rateUntil } from "./rate-until.js";

const KILLS = Number(process.env.MARQUEE_E2E_KILLS ?? 2);
const RATINGS_BETWEEN_KILLS = 200;
const GENRES = ["Drama", "Comedy"];

const environment = openTestEnvironment();
const listeners = new Map<string, { listener: FeedListener; passes: (event: RatingEvent) => boolean }[]>();
let movieIds: string[] = [];
/** The one order that all must agree on: what a replay of everything tells when all is over. */
let reference: RatingEvent[] = [];
let log: LoggedRating[] = [];

/** Pulls the plug after a few events, again and again; sometimes before it has come back. */
async function cutNowAndThen(listener: FeedListener, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const goal = listener.events.length + Math.floor(Math.random() * 25);
    await listener.until(() => listener.events.length >= goal || signal.aborted);
    listener.cut();
    const back = listener.resumptions + 1;
    await listener.until(() => listener.resumptions >= back || signal.aborted);
  }
}

beforeAll(
  async () => {
    const dataDir = await environment.folder();
    const server = new RestartableServer(environment, { DATA_DIR: dataDir });
    await server.start();
    const client = new GraphqlClient({ url: server.url, dispatcher: environment.agent });
    const admin = await signInAdmin(client);
    movieIds = await addMovies(
      admin,
      Array.from({ length: 8 }, (_, index) => ({ title: `Film ${index}`, genres: [GENRES[index % 2] ?? ""] })),
    );
    const people = await Promise.all(
      ["ann", "bob", "cleo", "dan", "eve", "finn"].map((name) => register(client, name)),
    );

    const [movieId = "", otherMovieId = ""] = movieIds;
    const [ann] = people;
    const kinds: [string, FeedFilter, (event: RatingEvent) => boolean][] = [
      ["everything", {}, () => true],
      ["one movie", { movieId }, ({ movie }) => movie.id === movieId],
      ["another movie", { movieId: otherMovieId }, ({ movie }) => movie.id === otherMovieId],
      ["a genre", { genre: "Drama" }, ({ movie }) => movieIds.indexOf(movie.id) % 2 === 0],
      ["a user", { userId: ann?.id ?? "" }, ({ user }) => user.id === ann?.id],
      [
        "a user's comedies",
        { userId: ann?.id ?? "", genre: "comedy" },
        ({ movie, user }) => user.id === ann?.id && movieIds.indexOf(movie.id) % 2 === 1,
      ],
    ];
    for (const [kind, filter, passes] of kinds) {
      // Two of each: equal feeds are one upstream inside, and one of them being cut is nothing to the other.
      const open = () => ({ listener: new FeedListener(environment, { url: server.url, filter }), passes });
      listeners.set(kind, [open(), open()]);
    }
    const all = [...listeners.values()].flat().map(({ listener }) => listener);
    await Promise.all(all.map((listener) => listener.until(() => listener.live)));
    const beginning = listeners.get("everything")?.[0]?.listener.cursor ?? "";

    const stop = new AbortController();
    const progress = new Progress();
    const working = Promise.all([
      ...people.map((person) => rateUntil(stop.signal, { person, movieIds, progress })),
      ...all.map((listener) => cutNowAndThen(listener, stop.signal)),
    ]).catch((error) => progress.fail(error));
    await progress.after("acknowledged", RATINGS_BETWEEN_KILLS);
    for (let kill = 0; kill < KILLS; kill += 1) {
      await server.kill();
      await server.start();
      await progress.after("acknowledged", RATINGS_BETWEEN_KILLS);
    }
    stop.abort();
    for (const listener of all) listener.wake();
    await working;
    progress.check();

    await Promise.all(all.map((listener) => listener.catchUp()));
    reference = await replay(environment, { url: server.url, after: beginning });
    await server.kill();
    log = await readRatingLog({ DATA_DIR: dataDir });
  },
  60_000 + KILLS * 20_000,
);

test("the listeners were cut off and came back, many times", () => {
  expect(reference.length).toBeGreaterThan(RATINGS_BETWEEN_KILLS);
  for (const { listener } of [...listeners.values()].flat()) expect(listener.resumptions).toBeGreaterThan(KILLS);
});

test.each(["everything", "one movie", "another movie", "a genre", "a user", "a user's comedies"])(
  "who listens to %s has every event exactly once, in order per movie, and nothing else",
  (kind) => {
    const both = listeners.get(kind) ?? [];
    expect(both).toHaveLength(2);
    for (const { listener, passes } of both) {
      const wanted = reference.filter(passes);
      expect(wanted.length).toBeGreaterThan(0);
      expect(listener.events.filter((event) => !passes(event))).toEqual([]);
      for (const movieId of movieIds) {
        const ofMovie = (events: readonly RatingEvent[]) =>
          events.filter(({ movie }) => movie.id === movieId).map(({ cursor: _, ...event }) => event);
        expect(ofMovie(listener.events)).toEqual(ofMovie(wanted));
      }
    }
  },
);

test("what all agree on is what is in the log", () => {
  expect(compareWithLog(reference, log)).toEqual([]);
});
