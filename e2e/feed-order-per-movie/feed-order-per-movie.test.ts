import { expect, test } from "vitest";
import { addMovies } from "../environment/catalogue.js";
import { type FeedFilter, FeedListener } from "../environment/feed-listener.js";
import { GraphqlClient } from "../environment/graphql-client.js";
import { register, signInAdmin } from "../environment/people.js";
import { Raters } from "../environment/raters.js";
import { RestartableServer } from "../environment/restartable-server.js";
import { openTestEnvironment } from "../environment/test-environment.js";
import { compareWithLog, type Passes } from "../live-log/compare-with-log.js";
import { readRatingLog } from "../live-log/read-rating-log.js";

const RATINGS = 1_000;
const environment = openTestEnvironment();

test("feed-order-per-movie: of each movie, whoever listens to whatever gets the log's order", async () => {
  const DATA_DIR = await environment.folder();
  const server = new RestartableServer(environment, { DATA_DIR });
  await server.start();
  const client = new GraphqlClient({ url: server.url, dispatcher: environment.agent });
  const movieIds = await addMovies(
    await signInAdmin(client),
    Array.from({ length: 6 }, (_, index) => ({
      title: `Film ${index}`,
      genres: [index % 2 === 0 ? "Drama" : "Comedy"],
    })),
  );
  const people = await Promise.all(["ann", "bob", "cleo", "dan", "eve", "finn"].map((name) => register(client, name)));
  const [movieId = ""] = movieIds;
  const userId = people[0]?.id ?? "";
  const kinds: [FeedFilter, Passes][] = [
    [{}, () => true],
    [{ movieId }, (rating) => rating.movieId === movieId],
    [{ userId }, (rating) => rating.userId === userId],
    [{ genre: "Comedy" }, (rating) => movieIds.indexOf(rating.movieId) % 2 === 1],
    [{ genre: "Drama", userId }, (rating) => rating.userId === userId && movieIds.indexOf(rating.movieId) % 2 === 0],
  ];
  const listeners = kinds.flatMap(([filter, passes]) =>
    [1, 2].map(() => ({ listener: new FeedListener(environment, { url: server.url, filter }), passes })),
  );
  await Promise.all(listeners.map(({ listener }) => listener.until(() => listener.live)));

  // Several at once of each person: nobody waits for anybody.
  const raters = new Raters({ people: [...people, ...people], movieIds, client: () => client });
  await raters.after(RATINGS);
  await raters.stop();
  await Promise.all(listeners.map(({ listener }) => listener.catchUp()));
  await server.end("SIGTERM");

  const log = await readRatingLog({ DATA_DIR });
  expect(new Set(log.map(({ eventId }) => eventId))).toEqual(raters.acknowledged);
  for (const { listener, passes } of listeners) {
    expect(listener.events.length).toBeGreaterThan(10);
    expect(compareWithLog(listener.events, log, passes)).toEqual([]);
  }
}, 60_000);
