import { once } from "node:events";
import { afterEach, expect, test } from "vitest";
import { WebSocket } from "ws";
import { createFakeSubgraphs } from "../testing/fake-subgraphs.js";
import { connectLiveClient } from "../testing/live-client.js";
import { createLiveModel, FEED_DOCUMENT, type ModelFeed } from "../testing/live-model.js";
import { readLive } from "../testing/read-live.js";
import { startTestGateway, type TestGateway } from "../testing/test-gateway.js";

const event = (eventId: string, userId = "u") => ({ eventId, movieId: "1", userId, score: 1 });
const feedOf = (payload: string | undefined) => JSON.parse(payload ?? "{}").data.feed;
const request = { document: FEED_DOCUMENT, variables: {}, viewer: null };

/** A quick reader and one that has stopped after the first event, while 12 more came; 10 may wait. */
async function oneIsSlow(kind: ModelFeed) {
  const model = createLiveModel(async () => {}, { messages: 10, feedOf: kind });
  const { hub, feed } = model;
  const quick = readLive(hub, request);
  const slow = readLive(hub, request);
  await quick.next();
  const start = feedOf((await slow.next()).value).cursor;
  feed.append(0, event("e0"));
  expect(feedOf((await quick.next()).value).eventId).toBe("e0");
  expect(feedOf((await slow.next()).value).eventId).toBe("e0");
  for (let at = 1; at <= 12; at += 1) {
    feed.append(0, event(`e${at}`));
    expect(feedOf((await quick.next()).value).eventId).toBe(`e${at}`);
  }
  return {
    ...model,
    quick,
    slow,
    start,
    async leave() {
      await quick.return?.();
      await slow.return?.();
      await feed.until(() => feed.open === 0);
      hub.close();
    },
  };
}

test("of a feed that can tell a gap, a slow subscriber is told of one and goes on behind it; resuming, it gets all", async () => {
  const { hub, feed, slow, start, metrics, leave } = await oneIsSlow("has gaps");
  const gap = feedOf((await slow.next()).value);
  expect(gap).toEqual({ type: "gap", cursor: expect.any(String), reason: "SLOW_CLIENT" });
  const ids: string[] = [];
  feed.append(0, event("later"));
  while (!ids.includes("later")) ids.push(feedOf((await slow.next()).value).eventId);
  const text = await metrics.render();
  expect(text).toMatch(/marquee_gateway_gaps_total{reason="SLOW_CLIENT"} 1/);
  expect(text).toMatch(/marquee_gateway_dropped_messages_total 11/);
  expect(text).toMatch(/marquee_gateway_subscriber_overruns_total 0/);

  const replayed = async (after: string, until: string) => {
    const resumed = readLive(hub, { ...request, variables: { after } });
    const got: string[] = [];
    while (!got.includes(until)) {
      const { eventId } = feedOf((await resumed.next()).value);
      if (eventId !== undefined) got.push(eventId);
    }
    await resumed.return?.();
    return got;
  };
  const missed = Array.from({ length: 13 }, (_, at) => `e${at}`);
  expect(await replayed(start, "later")).toEqual([...missed, "later"]);
  expect(ids).toEqual(["e12", "later"]);
  expect(await replayed(gap.cursor, "later")).toEqual(ids);
  await leave();
});

test("of a feed whose items stand for all before them, a slow subscriber gets the latest", async () => {
  const { slow, metrics, leave } = await oneIsSlow("is conflated");
  expect(feedOf((await slow.next()).value).eventId).toBe("e12");
  expect(await metrics.render()).toMatch(/marquee_gateway_conflations_total 11/);
  await leave();
});

test("of any other feed, a slow subscriber is ended with UNAVAILABLE; others miss nothing", async () => {
  const { slow, metrics, leave } = await oneIsSlow("ends");
  await expect(slow.next()).rejects.toMatchObject({
    code: "UNAVAILABLE",
    message: expect.stringMatching(/10 messages .* behind.*after/),
  });
  const text = await metrics.render();
  expect(text).toMatch(/marquee_gateway_subscriber_overruns_total 1/);
  expect(text).toMatch(/marquee_gateway_subscribers 1/);
  await leave();
});

let gateway: TestGateway | undefined;
afterEach(() => gateway?.close());

const QUERY =
  "subscription { ratingFeed { ... on RatingEvent { eventId user { name } } ... on FeedGap { behind: cursor reason } } }";
// More than the kernel takes for a connection.
const LARGE = "x".repeat(500_000);
const LARGE_EVENTS = 60;

/** A client that reads, and a socket that has got one event and is read no more. */
async function pausedSocket(environment: Record<string, string>) {
  const subgraphs = createFakeSubgraphs();
  const started = await startTestGateway(subgraphs.endpoints, { environment });
  gateway = started;
  const quick = connectLiveClient(started.url);
  const reading = quick.subscribe(QUERY);
  await reading.next();
  const socket = new WebSocket(`${started.url.replace("http", "ws")}/graphql`, "graphql-transport-ws");
  const messages: { type: string; payload: { data: { ratingFeed: Record<string, unknown> } } }[] = [];
  socket.on("message", (data) => messages.push(JSON.parse(String(data))));
  await once(socket, "open");
  socket.send('{"type":"connection_init"}');
  await once(socket, "message");
  socket.send(JSON.stringify({ id: "slow", type: "subscribe", payload: { query: QUERY } }));
  await once(socket, "message");
  subgraphs.feed.append(0, event("first"));
  await once(socket, "message");
  await reading.next();
  socket.pause();
  for (let at = 0; at < LARGE_EVENTS; at += 1) {
    subgraphs.feed.append(0, event(`e${at}`, LARGE));
    expect((await reading.next()).data?.ratingFeed.eventId).toBe(`e${at}`);
  }
  return { subgraphs, gateway: started, reading, quick, socket, messages };
}

test("slow-client-is-bounded: who does not read its socket holds a buffer's bytes, delays nobody, and is told of a gap", async () => {
  const { subgraphs, gateway, reading, quick, socket, messages } = await pausedSocket({ FEED_BUFFER: "5" });
  const text = await gateway.metrics.render();
  const held = Number(/marquee_gateway_send_buffer_bytes (\d+)/.exec(text)?.[1]);
  expect(held).toBeGreaterThan(LARGE.length);
  expect(held).toBeLessThan(8 * LARGE.length);
  expect(text).toMatch(/marquee_gateway_gaps_total{reason="SLOW_CLIENT"} [1-9]/);
  socket.resume();
  subgraphs.feed.append(0, event("last"));
  expect((await reading.next()).data?.ratingFeed.eventId).toBe("last");
  const items = () => messages.slice(1).map(({ payload }) => payload.data.ratingFeed);
  while (!items().some(({ eventId }) => eventId === "last")) await once(socket, "message");
  const [gap, ...others] = items().filter(({ reason }) => reason !== undefined);
  expect(gap).toEqual({ behind: expect.any(String), reason: "SLOW_CLIENT" });
  expect(others).toEqual([]);
  expect(items().length).toBeLessThan(LARGE_EVENTS);
  socket.terminate();
  await quick.close();
});

test("who leaves more unread than is held for anybody, for too long, is cut off", async () => {
  const { gateway, quick, socket } = await pausedSocket({ WS_UNSENT_MS: "100" });
  const closed = once(socket, "close");
  while (!/slow_sockets_cut_off_total 1/.test(await gateway.metrics.render())) await new Promise(setImmediate);
  socket.resume();
  expect(await closed).toEqual([1006, expect.anything()]);
  await quick.close();
});
