import { beforeAll, expect, test } from "vitest";
import { addMovies } from "../environment/catalogue.js";
import { FeedListener, replay } from "../environment/feed-listener.js";
import { ConnectionLost, GraphqlClient } from "../environment/graphql-client.js";
import { later } from "../environment/later.js";
import { type Person, register, signInAdmin } from "../environment/people.js";
import { Progress } from "../environment/progress.js";
import { type Server, startAllInOne } from "../environment/start-servers.js";
import { Subscription } from "../environment/subscription.js";
import { openTestEnvironment } from "../environment/test-environment.js";
import type { Exit } from "../environment/watched-process.js";
import { compareWithLog } from "../live-log/compare-with-log.js";
import { readRatingLog } from "../live-log/read-rating-log.js";

const WRITERS = 8;
const AT_ONCE = 3;

const environment = openTestEnvironment();
/** Of every answered write, in the order of the answers. */
const acknowledged: string[] = [];
let cutOff = 0;
let dataDir: string;
let server: Server;
let feed: Subscription<{ ratingFeed: { __typename: string; cursor: string } }>;
let exit: Exit;
let beginning: string;
/** Told the address of whoever serves now. */
let listeners: FeedListener[];
const next = later<string>();
const LISTENERS = 20;

const RATE = "mutation Rate($input: RateMovieInput!) { rateMovie(input: $input) { eventId } }";

/** Writes without a pause until no connection is to be had; an answer of any other kind is a failure. */
async function writeToTheEnd(person: Person, movieId: string, progress: Progress): Promise<void> {
  for (let score = 1; ; score = (score % 10) + 1) {
    try {
      const { rateMovie } = await person.client.request<{ rateMovie: { eventId: string } }>(RATE, {
        input: { movieId, score },
      });
      acknowledged.push(rateMovie.eventId);
      progress.count("acknowledged");
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error;
      if (error.maybeSent) cutOff += 1;
      return;
    }
  }
}

beforeAll(async () => {
  dataDir = await environment.folder();
  server = await startAllInOne(environment, { DATA_DIR: dataDir });
  const client = new GraphqlClient({ url: server.url, dispatcher: environment.agent });
  const movieIds = await addMovies(
    await signInAdmin(client),
    Array.from({ length: AT_ONCE }, (_, index) => ({ title: `Film ${index}` })),
  );
  const people = await Promise.all(Array.from({ length: WRITERS }, (_, index) => register(client, `writer-${index}`)));
  feed = new Subscription(environment, server.url, {
    query: "subscription { ratingFeed { __typename ... on FeedProgress { cursor } } }",
  });
  beginning = (await feed.next()).data?.ratingFeed.cursor ?? "";

  let opened = 0;
  const url = async () => (opened++ < LISTENERS ? server.url : next.promise);
  listeners = Array.from({ length: LISTENERS }, () => new FeedListener(environment, { url }));
  await Promise.all(listeners.map((listener) => listener.until(() => listener.live)));

  const progress = new Progress();
  const writing = people.flatMap((person) => movieIds.map((movieId) => writeToTheEnd(person, movieId, progress)));
  const allEnded = Promise.all(writing).catch((error) => progress.fail(error));
  await progress.after("acknowledged", 300);
  exit = await server.process.end("SIGTERM");
  await allEnded;
  progress.check();
}, 60_000);

test("SIGTERM under load ends the process in time, with 0", () => {
  expect(exit).toEqual({ code: 0, signal: null });
  expect(server.process.output.stderr).not.toContain('"level":"error"');
});

test("websockets are closed with 1001, and why", async () => {
  expect(await feed.socket.closed).toEqual({ code: 1001, reason: expect.stringMatching(/going away.*again/) });
});

test("the next start has every write that was answered, and none that was not", async () => {
  const again = await startAllInOne(environment, { DATA_DIR: dataDir });
  const events = await replay(environment, { url: async () => again.url, after: beginning });
  expect(acknowledged.length).toBeGreaterThan(300);
  expect(events.map(({ eventId }) => eventId).sort()).toEqual([...acknowledged].sort());
  // Whoever was cut off was cut off before its request was taken.
  expect(cutOff).toBeLessThanOrEqual(WRITERS * AT_ONCE);
  next.resolve(again.url);
  await Promise.all(listeners.map((listener) => listener.until(() => listener.resumptions === 1 && listener.live)));
  expect(await again.process.end("SIGINT")).toEqual({ code: 0, signal: null });
  const log = await readRatingLog({ DATA_DIR: dataDir });
  for (const listener of listeners) expect(compareWithLog(listener.events, log)).toEqual([]);
});

test("SIGTERM while the sample is being loaded ends the process with 0 too", async () => {
  const loading = environment.spawn("allInOne", { DATA_DIR: await environment.folder(), SAMPLE_DATA: "on" });
  await loading.until("stderr", /Loading the sample: /);
  expect(await loading.end("SIGTERM")).toEqual({ code: 0, signal: null });
  expect(loading.output.stdout).not.toContain("Marquee is ready");
}, 30_000);
