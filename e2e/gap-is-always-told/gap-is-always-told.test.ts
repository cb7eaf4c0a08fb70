// Small limits, so that each kind of gap comes about. What a listener did not get lies before a gap that it was told of; never anywhere else.
import { beforeAll, expect, test } from "vitest";
import { addMovies } from "../environment/catalogue.js";
import { FeedListener } from "../environment/feed-listener.js";
import { GraphqlClient } from "../environment/graphql-client.js";
import { type Person, register, signInAdmin } from "../environment/people.js";
import { EVENT_FIELDS, type FeedItem } from "../environment/rating-feed.js";
import { RawSocket } from "../environment/raw-socket.js";
import { RestartableServer } from "../environment/restartable-server.js";
import { openTestEnvironment } from "../environment/test-environment.js";
import { forgetFeed } from "../live-log/forget-feed.js";
import { type LoggedRating, readRatingLog } from "../live-log/read-rating-log.js";

const REPLAYED_AT_MOST = 150;
const RATE = "mutation ($input: RateMovieInput!) { rateMovie(input: $input) { eventId } }";
const LARGE = "x".repeat(9_000);
const SLOW_FEED = `subscription ($movieId: ID) { item: ratingFeed(movieId: $movieId) { ${EVENT_FIELDS} ... on RatingEvent { large: movie { description } } } }`;

const environment = openTestEnvironment();
let DATA_DIR: string;
let server: RestartableServer;
let client: GraphqlClient;
let ann: Person;
let movieId: string;
let cursorBefore: string;

beforeAll(async () => {
  DATA_DIR = await environment.folder();
  server = new RestartableServer(environment, {
    DATA_DIR,
    EVENT_LOG_PARTITIONS: "1",
    FEED_REPLAY_EVENTS: String(REPLAYED_AT_MOST),
    FEED_BUFFER: "20",
  });
  await server.start();
  client = new GraphqlClient({ url: server.url, dispatcher: environment.agent });
  const admin = await signInAdmin(client);
  movieId = (await addMovies(admin, [{ title: "One", description: LARGE }]))[0] ?? "";
  ann = await register(client, "ann");
  cursorBefore = (await feedFromNow()).cursor ?? "";
});

async function feedFromNow(): Promise<FeedListener> {
  const listener = new FeedListener(environment, { url: server.url });
  await listener.until(() => listener.live);
  await listener.stop();
  return listener;
}

/** One after the other; the ids. */
async function rate(times: number): Promise<string[]> {
  const ids: string[] = [];
  for (let time = 0; time < times; time += 1) {
    const input = { movieId, score: 1 + (time % 10) };
    ids.push((await ann.client.request<{ rateMovie: { eventId: string } }>(RATE, { input })).rateMovie.eventId);
  }
  return ids;
}

/** What of the log, from `start` on, is missing though no gap was told between what came before and behind it. */
function untoldHoles(items: readonly FeedItem[], log: readonly LoggedRating[], start: number): string[] {
  const holes: string[] = [];
  let next = start;
  let gap = false;
  for (const item of items) {
    if (item.__typename === "FeedGap") gap = true;
    if (item.__typename !== "RatingEvent") continue;
    const at = log.findIndex(({ eventId }) => eventId === item.eventId);
    if (at < next) holes.push(`${item.eventId} came again, or out of order`);
    if (at > next && !gap) holes.push(`${at - next} ratings are missing before ${item.eventId}, and nothing was said`);
    next = at + 1;
    gap = false;
  }
  return holes;
}

const idsOf = (items: readonly FeedItem[]) =>
  items.flatMap((item) => (item.__typename === "RatingEvent" ? [item.eventId] : []));

async function resumed(after: string, enough: (listener: FeedListener) => boolean): Promise<FeedListener> {
  const listener = new FeedListener(environment, { url: server.url, after, expectsGaps: true });
  await listener.until(() => enough(listener));
  return listener;
}

test("gap-is-always-told: more was missed than one replay may read", async () => {
  const missed = await rate(REPLAYED_AT_MOST * 1.5);
  const listener = await resumed(cursorBefore, ({ items }) => items.some(({ __typename }) => __typename === "FeedGap"));
  const later = await rate(3);
  await listener.until(() => idsOf(listener.items).includes(later[2] ?? ""));
  const gapAt = listener.items.findIndex(({ __typename }) => __typename === "FeedGap");
  const gap = listener.items[gapAt];
  expect(gap).toMatchObject({ reason: "REPLAY_LIMIT" });
  const before = idsOf(listener.items.slice(0, gapAt));
  expect(before.length).toBeGreaterThanOrEqual(REPLAYED_AT_MOST);
  expect(before.length).toBeLessThan(missed.length);
  expect(before).toEqual(missed.slice(0, before.length));
  expect(idsOf(listener.items.slice(gapAt))).toEqual(later);
  // Whoever wants what lies in it reads on from before it.
  const rest = missed.slice(before.length);
  const whole = await resumed(listener.items[gapAt - 1]?.cursor ?? "", ({ live }) => live);
  expect(idsOf(whole.items)).toEqual([...rest, ...later]);
  // And who goes on from its cursor has what came behind it.
  const behind = await resumed(gap?.cursor ?? "", ({ live }) => live);
  expect(idsOf(behind.items)).toEqual(later);
  await Promise.all([listener, whole, behind].map((each) => each.stop()));
}, 60_000);

test("gap-is-always-told: a client reads more slowly than events come", async () => {
  const quick = new FeedListener(environment, { url: server.url });
  await quick.until(() => quick.live);
  const slow = await RawSocket.begin(environment, await server.url());
  const items: FeedItem[] = [];
  const next = async () => {
    const { payload } = (await slow.next()) as { payload: { data: { item: FeedItem } } };
    items.push(payload.data.item);
    return payload.data.item;
  };
  slow.send({ type: "subscribe", id: "slow", payload: { query: SLOW_FEED, variables: { movieId } } });
  await next();
  slow.pause();
  const ids: string[] = [];
  const gaps = async () =>
    /gaps_total{reason="SLOW_CLIENT"} [1-9]/.test(await (await fetch(`${await server.url()}/metrics`)).text());
  while (!(await gaps())) ids.push(...(await rate(50)));
  slow.resume();
  ids.push(...(await rate(1)));
  while ((await next()).__typename !== "RatingEvent" || idsOf(items).at(-1) !== ids.at(-1));
  expect(items).toContainEqual(expect.objectContaining({ __typename: "FeedGap", reason: "SLOW_CLIENT" }));
  // Who read all the time was told all.
  await quick.until(() => quick.events.length >= ids.length);
  expect(quick.events.map(({ eventId }) => eventId)).toEqual(ids);

  slow.terminate();
  await quick.stop();
  await server.end("SIGTERM");
  const log = await readRatingLog({ DATA_DIR, EVENT_LOG_PARTITIONS: "1" });
  expect(untoldHoles(items, log, log.length - ids.length)).toEqual([]);
  expect(untoldHoles(quick.items, log, log.length - ids.length)).toEqual([]);
  expect(idsOf(items).length).toBeLessThan(ids.length);
  await server.start();
}, 60_000);

test("gap-is-always-told: the cursor is older than what is kept, or is none", async () => {
  await server.end("SIGTERM");
  await forgetFeed(DATA_DIR);
  await server.start();
  const socket = await RawSocket.begin(environment, await server.url());
  const feed = "subscription ($after: Cursor) { ratingFeed(after: $after) { __typename } }";
  const refusal = async (after: string) => (await socket.refusalOf(feed, { after }, after.slice(-8))).extensions?.code;
  expect(await refusal(cursorBefore)).toBe("CURSOR_EXPIRED");
  expect(await refusal(`${cursorBefore.slice(0, -2)}AA`)).toBe("CURSOR_INVALID");
  socket.terminate();
}, 30_000);
