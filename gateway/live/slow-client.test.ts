import { once } from "node:events";
import { afterEach, expect, test } from "vitest";
import { WebSocket } from "ws";
import { createFakeSubgraphs } from "../testing/fake-subgraphs.js";
import { connectLiveClient } from "../testing/live-client.js";
import { createLiveModel, FEED_DOCUMENT } from "../testing/live-model.js";
import { startTestGateway, type TestGateway } from "../testing/test-gateway.js";

const event = (eventId: string, userId = "u") => ({ eventId, movieId: "1", userId, score: 1 });
const idOf = (payload: string | undefined) => JSON.parse(payload ?? "{}").data.feed.eventId;

test("a subscriber that stops reading is ended with UNAVAILABLE and told to resume; others miss nothing", async () => {
  const { hub, feed, metrics } = createLiveModel(async () => {}, { subscriberBuffer: 10 });
  const request = { document: FEED_DOCUMENT, variables: {}, viewer: null };
  const quick = hub.subscribe(request);
  const slow = hub.subscribe(request);
  await quick.next();
  const first = await slow.next();
  feed.append(0, event("e0"));
  expect(idOf((await quick.next()).value)).toBe("e0");
  expect(idOf((await slow.next()).value)).toBe("e0");
  for (let at = 1; at <= 12; at += 1) {
    feed.append(0, event(`e${at}`));
    expect(idOf((await quick.next()).value)).toBe(`e${at}`);
  }
  await expect(slow.next()).rejects.toMatchObject({
    code: "UNAVAILABLE",
    message: expect.stringMatching(/10 messages behind.*after/),
  });
  expect(await metrics.render()).toMatch(/marquee_gateway_subscriber_overruns_total 1/);
  expect(await metrics.render()).toMatch(/marquee_gateway_subscribers 1/);
  const cursor = JSON.parse(first.value ?? "").data.feed.cursor;
  const resumed = hub.subscribe({ ...request, variables: { after: cursor } });
  const ids: unknown[] = [];
  while (ids.length < 13) {
    const id = idOf((await resumed.next()).value);
    if (id !== undefined) ids.push(id);
  }
  expect(ids).toEqual(Array.from({ length: 13 }, (_, at) => `e${at}`));
  await resumed.return?.();
  await quick.return?.();
  await feed.until(() => feed.open === 0);
});

let gateway: TestGateway | undefined;
afterEach(() => gateway?.close());

test("a client whose socket is not read gets no more than its buffer, and the error when it reads on", async () => {
  const subgraphs = createFakeSubgraphs();
  gateway = await startTestGateway(subgraphs.endpoints, { environment: { FEED_BUFFER: "5" } });
  const query = "subscription { ratingFeed { ... on RatingEvent { eventId user { name } } } }";
  const quick = connectLiveClient(gateway.url);
  const reading = quick.subscribe(query);
  await reading.next();

  const socket = new WebSocket(`${gateway.url.replace("http", "ws")}/graphql`, "graphql-transport-ws");
  const messages: { type: string; payload: unknown }[] = [];
  socket.on("message", (data) => messages.push(JSON.parse(String(data))));
  await once(socket, "open");
  socket.send('{"type":"connection_init"}');
  await once(socket, "message");
  socket.send(JSON.stringify({ id: "slow", type: "subscribe", payload: { query } }));
  await once(socket, "message");
  subgraphs.feed.append(0, event("first"));
  await once(socket, "message");
  await reading.next();
  socket.pause();

  // More than the kernel takes for a connection.
  const large = "x".repeat(500_000);
  for (let at = 0; at < 60; at += 1) {
    subgraphs.feed.append(0, event(`e${at}`, large));
    expect((await reading.next()).data?.ratingFeed.eventId).toBe(`e${at}`);
  }
  expect(await gateway.metrics.render()).toMatch(/marquee_gateway_subscriber_overruns_total 1/);
  socket.resume();
  while (messages.at(-1)?.type !== "error") await once(socket, "message");
  expect(messages.at(-1)?.payload).toEqual([
    { message: expect.stringContaining("after"), extensions: { code: "UNAVAILABLE" } },
  ]);
  expect(messages.length).toBeLessThan(60);
  socket.terminate();
  await quick.close();
});
