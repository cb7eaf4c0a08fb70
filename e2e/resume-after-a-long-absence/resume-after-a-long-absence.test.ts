import { expect, test } from "vitest";
import { addMovies } from "../environment/catalogue.js";
import { FeedListener } from "../environment/feed-listener.js";
import { GraphqlClient } from "../environment/graphql-client.js";
import { readMetric } from "../environment/metrics.js";
import { signInAdmin } from "../environment/people.js";
import { RestartableServer } from "../environment/restartable-server.js";
import { tellFigure } from "../environment/tell-figure.js";
import { openTestEnvironment } from "../environment/test-environment.js";
import { until } from "../environment/until.js";
import { appendRatings } from "../live-log/append-ratings.js";
import { compareWithLog } from "../live-log/compare-with-log.js";
import { readRatingLog } from "../live-log/read-rating-log.js";

/** `npm run verify:long` has 100,000 of them. */
const MISSED = Number(process.env.MARQUEE_E2E_MISSED ?? 15_000);
const MOST_MiB = 100;
const MiB = 2 ** 20;

const environment = openTestEnvironment();

test(`resume-after-a-long-absence: ${MISSED} missed events come, each once, and the process does not grow by them`, async (context) => {
  const DATA_DIR = await environment.folder();
  const server = new RestartableServer(environment, { DATA_DIR });
  await server.start();
  const client = new GraphqlClient({ url: server.url, dispatcher: environment.agent });
  const movies = Array.from({ length: 50 }, (_, nth) => ({ title: `Film ${nth}` }));
  const movieIds = await addMovies(await signInAdmin(client), movies);
  const before = new FeedListener(environment, { url: server.url });
  await before.until(() => before.live);
  const { cursor } = before;
  await before.stop();
  await server.end("SIGTERM");
  await appendRatings({ DATA_DIR }, { count: MISSED, movieIds });
  await server.start();
  const count = () => client.request<{ statistics: { ratings: number } }>("{ statistics { ratings } }");
  await until(count, ({ statistics }) => statistics.ratings === MISSED);
  // Another process, which has folded none of them.
  await server.end("SIGTERM");
  await server.start();

  // What a process takes when it first replays anything is not what this replay takes.
  const first = new FeedListener(environment, { url: server.url, after: cursor });
  await first.until(() => first.events.length >= 1_000);
  await first.stop();

  const resident = async () => (await readMetric(await server.url(), "process_resident_memory_bytes")) / MiB;
  const start = await resident();
  let most = start;
  const startedAt = performance.now();
  const listener = new FeedListener(environment, { url: server.url, after: cursor });
  for (let heard = 0; heard < MISSED; heard += 5_000) {
    await listener.until(() => listener.events.length >= heard);
    most = Math.max(most, await resident());
  }
  await listener.until(() => listener.live);
  most = Math.max(most, await resident());
  const seconds = (performance.now() - startedAt) / 1_000;
  expect(listener.resumptions).toBe(0);
  await listener.stop();
  await server.end("SIGTERM");
  tellFigure(
    context,
    `${MISSED} events resumed in ${seconds.toFixed(1)} s; resident ${start.toFixed(0)} MiB before, at most ${(most - start).toFixed(0)} MiB more`,
  );
  expect(compareWithLog(listener.events, await readRatingLog({ DATA_DIR }))).toEqual([]);
  expect(listener.events).toHaveLength(MISSED);
  expect(most - start).toBeLessThan(MOST_MiB);
}, 600_000);
