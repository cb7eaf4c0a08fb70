// The helper that examples resume with: it tells every event once whatever happens to the server, the connection or the token.
import { RatingFeedDocument, type RatingFeedSubscription } from "@marquee/examples/generated/graphql.js";
import { type FollowOptions, followFeed } from "@marquee/examples/live/follow-feed.js";
import { beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { addMovies } from "../environment/catalogue.js";
import { replay } from "../environment/feed-listener.js";
import { GraphqlClient } from "../environment/graphql-client.js";
import { type Person, register, signInAdmin } from "../environment/people.js";
import { RestartableServer } from "../environment/restartable-server.js";
import { TcpProxy } from "../environment/tcp-proxy.js";
import { openTestEnvironment } from "../environment/test-environment.js";

type Item = RatingFeedSubscription["ratingFeed"];
type Options = FollowOptions<RatingFeedSubscription, Record<string, unknown>>;

const environment = openTestEnvironment();
const RATE = "mutation ($input: RateMovieInput!) { rateMovie(input: $input) { applied } }";
let server: RestartableServer;
let proxy: TcpProxy;
let ada: Person;
let movieId: string;

beforeAll(async () => {
  server = new RestartableServer(environment, { DATA_DIR: await environment.folder() });
  await server.start();
  const client = new GraphqlClient({ url: server.url, dispatcher: environment.agent });
  movieId = (await addMovies(await signInAdmin(client), [{ title: "One" }]))[0] ?? "";
  ada = await register(client, "ada");
  proxy = await TcpProxy.open(environment, await server.url());
});

/** Always another score than the last one, so that each is an event. */
let rated = 0;
async function rate(times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    rated += 1;
    await ada.client.request(RATE, { input: { movieId, score: 1 + (rated % 10) } });
  }
}

/** Follows until `enough`, doing what `onItem` says meanwhile; the steps that came. */
async function follow(options: Partial<Options>, enough: (item: Item, events: Item[]) => boolean | Promise<boolean>) {
  const leaving = new AbortController();
  environment.onDispose(() => leaving.abort());
  const events: Item[] = [];
  const gaps: string[] = [];
  const url = `${new URL(proxy.url).origin.replace("http", "ws")}/graphql`;
  const feed = followFeed({
    url,
    document: RatingFeedDocument,
    webSocketImpl: WebSocket,
    signal: leaving.signal,
    backOff: { firstMs: 20, mostMs: 100 },
    ...options,
  } as Options);
  for await (const step of feed) {
    if ("gap" in step) {
      gaps.push(step.gap);
      continue;
    }
    const item = step.data.ratingFeed;
    if (item.__typename === "RatingEvent") events.push(item);
    if (await enough(item, events)) break;
  }
  return { events, gaps };
}

const ids = (events: readonly Item[]) =>
  events.map((event) => (event.__typename === "RatingEvent" ? event.eventId : event.__typename));

test("a restart of the server and a cut cable lose no event and repeat none", async () => {
  let beginning: string | undefined;
  let trouble: Promise<void> | undefined;
  async function makeTrouble(): Promise<void> {
    await rate(5);
    proxy.set("cut");
    await rate(5);
    proxy.set("whole");
    await rate(5);
    await server.kill();
    await server.start();
    proxy.pointTo(await server.url());
    await rate(5);
  }
  const { events, gaps } = await follow({}, (item, all) => {
    beginning ??= item.cursor;
    trouble ??= makeTrouble();
    return all.length === 20;
  });
  await trouble;
  const all = await replay(environment, { url: server.url, after: beginning ?? "" });
  expect(ids(events)).toEqual(all.map(({ eventId }) => eventId));
  expect(all).toHaveLength(20);
  expect(gaps).toEqual([]);
});

test("a token that is refused is asked for anew, and the feed goes on", async () => {
  const asked: (string | undefined)[] = [];
  const token = async (refused: string | undefined) => {
    asked.push(refused);
    return refused === undefined ? "stale" : ada.token;
  };
  await follow({ token }, (item) => item.__typename === "FeedProgress" && item.live);
  expect(asked).toEqual([undefined, "stale"]);
});

test("a token that is refused twice is an error", async () => {
  await expect(follow({ token: async () => "stale" }, () => true)).rejects.toThrow(/not valid; sign in again/);
});

test("a cursor that is no good is told as a gap, and the feed starts where it is now", async () => {
  const { gaps } = await follow({ after: "no cursor" }, (item) => item.__typename === "FeedProgress" && item.live);
  expect(gaps).toEqual(["CURSOR_INVALID"]);
});

test("an operation that is refused is an error", async () => {
  await expect(follow({ document: "subscription { nothing }" }, () => true)).rejects.toThrow(/Cannot query field/);
});
