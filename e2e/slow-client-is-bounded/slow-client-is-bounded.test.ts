// Clients that stop reading, beside one that reads: they cost a buffer each, are cut off in the end, and delay nobody.
import { expect, test } from "vitest";
import { addMovies } from "../environment/catalogue.js";
import { FeedListener } from "../environment/feed-listener.js";
import { GraphqlClient } from "../environment/graphql-client.js";
import { readMetric } from "../environment/metrics.js";
import { register, signInAdmin } from "../environment/people.js";
import { Raters } from "../environment/raters.js";
import { RawSocket } from "../environment/raw-socket.js";
import { RestartableServer } from "../environment/restartable-server.js";
import { openTestEnvironment } from "../environment/test-environment.js";
import { compareWithLog } from "../live-log/compare-with-log.js";
import { readRatingLog } from "../live-log/read-rating-log.js";

const SLOW = 10;
const FEEDS_EACH = 20;
const MiB = 2 ** 20;
const FEED = `subscription ($movieId: ID) { ratingFeed(movieId: $movieId) {
  ... on RatingEvent { cursor movie { description } } ... on FeedGap { cursor reason } } }`;

const environment = openTestEnvironment();

test("slow-client-is-bounded: 200 feeds that nobody reads", async () => {
  const DATA_DIR = await environment.folder();
  const server = new RestartableServer(environment, { DATA_DIR, WS_UNSENT_MS: "2000", FEED_BUFFER: "100" });
  await server.start();
  const url = await server.url();
  const client = new GraphqlClient({ url, dispatcher: environment.agent });
  const admin = await signInAdmin(client);
  const movieIds = await addMovies(admin, [{ title: "Long", description: "x".repeat(9_000) }, { title: "Other" }]);
  const people = await Promise.all(["ann", "bob", "cleo", "dan"].map((name) => register(client, name)));
  const quick = new FeedListener(environment, { url: server.url });
  await quick.until(() => quick.live);
  const slow = await Promise.all(Array.from({ length: SLOW }, () => RawSocket.begin(environment, url)));
  for (const socket of slow) {
    for (let id = 0; id < FEEDS_EACH; id += 1) {
      const variables = { movieId: movieIds[0] };
      socket.send({ type: "subscribe", id: String(id), payload: { query: FEED, variables } });
      await socket.next();
    }
    socket.pause();
  }

  const raters = new Raters({ people, movieIds, client: () => client });
  await raters.after(100);
  const before = await readMetric(url, "process_resident_memory_bytes");
  const cutOff = () => readMetric(url, "marquee_gateway_slow_sockets_cut_off_total");
  let held = 0;
  while ((await cutOff()) < SLOW) {
    held = Math.max(held, await readMetric(url, "marquee_gateway_send_buffer_bytes"));
    await raters.after(20);
  }
  await raters.stop();
  const grown = (await readMetric(url, "process_resident_memory_bytes")) - before;
  for (const socket of slow) socket.resume();
  for (const socket of slow) expect((await socket.closed).code).toBe(1006);
  await quick.until(() => quick.events.length >= raters.acknowledged.size);
  expect(quick.resumptions).toBe(0);
  console.log(
    `held at most ${(held / MiB).toFixed(1)} MiB for ${SLOW} sockets; resident ${(grown / MiB).toFixed(0)} MiB more`,
  );
  // 100 messages of 10 KB wait for each feed, and what a connection takes; they are counted for each, and kept once.
  expect(held).toBeLessThan(SLOW * FEEDS_EACH * 1.2 * MiB);
  expect(grown).toBeLessThan(150 * MiB);
  expect(await readMetric(url, "marquee_gateway_subscribers")).toBe(1);
  await server.end("SIGTERM");
  expect(compareWithLog(quick.events, await readRatingLog({ DATA_DIR }))).toEqual([]);
}, 90_000);
