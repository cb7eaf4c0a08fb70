import { RatingFeedDocument, type RatingFeedSubscription } from "@marquee/examples/generated/graphql.js";
import { followFeed } from "@marquee/examples/live/follow-feed.js";
import { expect, test } from "vitest";
import { WebSocket } from "ws";
import { addMovies } from "../environment/catalogue.js";
import { FeedListener } from "../environment/feed-listener.js";
import { GraphqlClient } from "../environment/graphql-client.js";
import { register, signInAdmin } from "../environment/people.js";
import { Raters } from "../environment/raters.js";
import { RestartableServer } from "../environment/restartable-server.js";
import { TcpProxy } from "../environment/tcp-proxy.js";
import { openTestEnvironment } from "../environment/test-environment.js";
import { compareWithLog } from "../live-log/compare-with-log.js";
import { readRatingLog } from "../live-log/read-rating-log.js";

const RESTARTS = 2;
const RATINGS_BETWEEN = 150;
const environment = openTestEnvironment();

/** What the helper that examples show tells, with nothing done for it from outside. */
function follow(url: string) {
  const leaving = new AbortController();
  const events: { eventId: string }[] = [];
  const gaps: unknown[] = [];
  let wake = () => {};
  environment.onDispose(() => leaving.abort());
  async function run(): Promise<void> {
    for await (const step of followFeed<RatingFeedSubscription, Record<string, unknown>>({
      url,
      document: RatingFeedDocument,
      webSocketImpl: WebSocket,
      signal: leaving.signal,
      backOff: { firstMs: 20, mostMs: 200 },
    } as Parameters<typeof followFeed<RatingFeedSubscription, Record<string, unknown>>>[0])) {
      if ("gap" in step) gaps.push(step.gap);
      else if (step.data.ratingFeed.__typename === "RatingEvent") events.push(step.data.ratingFeed);
      else if (step.data.ratingFeed.__typename === "FeedGap") gaps.push(step.data.ratingFeed);
      started();
      wake();
    }
  }
  let started: () => void = () => {};
  const hasStarted = new Promise<void>((resolve) => {
    started = resolve;
  });
  const running = run();
  return {
    events,
    gaps,
    started: hasStarted,
    async until(count: number): Promise<void> {
      while (events.length < count) {
        const woken = new Promise<void>((resolve) => {
          wake = resolve;
        });
        await Promise.race([woken, running]);
      }
    },
  };
}

test("rolling-restart-loses-nothing: the one process is stopped and started while clients rate and listen", async () => {
  const DATA_DIR = await environment.folder();
  const server = new RestartableServer(environment, { DATA_DIR });
  await server.start();
  const proxy = await TcpProxy.open(environment, await server.url());
  const client = new GraphqlClient({ url: server.url, dispatcher: environment.agent });
  const movieIds = await addMovies(await signInAdmin(client), [{ title: "One" }, { title: "Two" }, { title: "Three" }]);
  const people = await Promise.all(["ann", "bob", "cleo", "dan"].map((name) => register(client, name)));
  const listeners = Array.from({ length: 10 }, () => new FeedListener(environment, { url: server.url }));
  const helper = follow(`${new URL(proxy.url).origin.replace("http", "ws")}/graphql`);
  await Promise.all([...listeners.map((listener) => listener.until(() => listener.live)), helper.started]);

  const raters = new Raters({ people, movieIds, client: () => client });
  await raters.after(RATINGS_BETWEEN);
  for (let restart = 0; restart < RESTARTS; restart += 1) {
    expect(await server.end("SIGTERM")).toEqual({ code: 0, signal: null });
    await server.start();
    proxy.pointTo(await server.url());
    await raters.after(RATINGS_BETWEEN);
  }
  await raters.stop();
  for (const listener of listeners) {
    await listener.catchUp();
    expect(listener.resumptions).toBeGreaterThan(RESTARTS);
  }
  await helper.until(raters.acknowledged.size);
  await server.end("SIGTERM");

  const log = await readRatingLog({ DATA_DIR });
  expect(new Set(log.map(({ eventId }) => eventId))).toEqual(raters.acknowledged);
  for (const listener of listeners) expect(compareWithLog(listener.events, log)).toEqual([]);
  expect(helper.gaps).toEqual([]);
  expect(helper.events.map(({ eventId }) => eventId).sort()).toEqual([...raters.acknowledged].sort());
}, 120_000);
