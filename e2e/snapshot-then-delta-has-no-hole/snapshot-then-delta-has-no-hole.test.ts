import { expect, test } from "vitest";
import { addMovies } from "../environment/catalogue.js";
import { GraphqlClient } from "../environment/graphql-client.js";
import { register, signInAdmin } from "../environment/people.js";
import { RestartableServer } from "../environment/restartable-server.js";
import { SummaryListener } from "../environment/summary-listener.js";
import { openTestEnvironment } from "../environment/test-environment.js";
import { type LoggedRating, readRatingLog } from "../live-log/read-rating-log.js";

const RATE = "mutation ($input: RateMovieInput!) { rateMovie(input: $input) { applied } }";
const PEOPLE = 25;
const environment = openTestEnvironment();

/** A movie's sums after each of its ratings, when everybody rates it once: the state of `count` ratings is the one at `count`. */
function statesOf(movieId: string, log: readonly LoggedRating[]): { count: number; average: number | null }[] {
  let sum = 0;
  const scores = log.filter((rating) => rating.movieId === movieId).map(({ score }) => score ?? 0);
  return [
    { count: 0, average: null },
    ...scores.map((score, index) => {
      sum += score;
      return { count: index + 1, average: sum / (index + 1) };
    }),
  ];
}

test("snapshot-then-delta-has-no-hole: whoever comes whenever has figures that were true, newer each time, to the last", async () => {
  const DATA_DIR = await environment.folder();
  const server = new RestartableServer(environment, { DATA_DIR });
  await server.start();
  const client = new GraphqlClient({ url: server.url, dispatcher: environment.agent });
  const movieIds = await addMovies(await signInAdmin(client), [{ title: "One" }, { title: "Two" }, { title: "Three" }]);
  const people = await Promise.all(Array.from({ length: PEOPLE }, (_, index) => register(client, `person-${index}`)));

  const listeners: { movieId: string; appliedBefore: number; listener: SummaryListener }[] = [];
  const applied = new Map(movieIds.map((movieId) => [movieId, 0]));
  const join = (movieId: string) =>
    listeners.push({
      movieId,
      appliedBefore: applied.get(movieId) ?? 0,
      listener: new SummaryListener(environment, { url: server.url, movieId }),
    });
  await Promise.all(
    movieIds.map(async (movieId) => {
      join(movieId);
      for (const [index, { token }] of people.entries()) {
        const input = { movieId, score: 1 + ((index * 7) % 10) };
        const { rateMovie } = await client.as(token).request<{ rateMovie: { applied: boolean } }>(RATE, { input });
        if (rateMovie.applied) applied.set(movieId, index + 1);
        // While the next is rated: some come, and some are cut off and come back behind their cursor.
        if (index % 2 === 0) join(movieId);
        else
          listeners
            .filter((each) => each.movieId === movieId)
            .at(-2)
            ?.listener.cut();
      }
    }),
  );
  for (const { listener } of listeners) await listener.until(() => listener.items.at(-1)?.count === PEOPLE);
  await server.end("SIGTERM");

  const log = await readRatingLog({ DATA_DIR });
  expect(log).toHaveLength(PEOPLE * movieIds.length);
  expect(listeners.some(({ listener }) => listener.resumptions > 0)).toBe(true);
  for (const { movieId, appliedBefore, listener } of listeners) {
    const states = statesOf(movieId, log);
    const counts = listener.items.map(({ count }) => count);
    expect(counts[0]).toBeGreaterThanOrEqual(appliedBefore);
    expect(counts).toEqual([...new Set(counts)].sort((a, b) => a - b));
    for (const { count, average } of listener.items) {
      expect(states[count]).toEqual({ count, average: average === null ? null : expect.closeTo(average, 9) });
    }
  }
}, 60_000);
