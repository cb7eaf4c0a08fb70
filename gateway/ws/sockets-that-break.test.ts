import { once } from "node:events";
import { expect, test } from "vitest";
import { WebSocket } from "ws";
import { createFakeSubgraphs } from "../testing/fake-subgraphs.js";
import { connectLiveClient } from "../testing/live-client.js";
import { startTestGateway } from "../testing/test-gateway.js";

const QUERY = "subscription { ratingFeed { __typename ... on RatingEvent { eventId } } }";

test("sockets that break off while they are written to disturb nobody", async () => {
  const subgraphs = createFakeSubgraphs();
  const gateway = await startTestGateway(subgraphs.endpoints, {});
  const quick = connectLiveClient(gateway.url);
  const reading = quick.subscribe(QUERY);
  await reading.next();
  let events = 0;
  const rate = async () => {
    events += 1;
    subgraphs.feed.append(0, { eventId: `e${events}`, movieId: "1", userId: "u", score: 1 });
    expect((await reading.next()).data?.ratingFeed.eventId).toBe(`e${events}`);
  };
  for (let round = 0; round < 10; round += 1) {
    const sockets = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const socket = new WebSocket(`${gateway.url.replace("http", "ws")}/graphql`, "graphql-transport-ws");
        socket.on("error", () => {});
        await once(socket, "open");
        socket.send('{"type":"connection_init"}');
        await once(socket, "message");
        socket.send(JSON.stringify({ id: "1", type: "subscribe", payload: { query: QUERY } }));
        await once(socket, "message");
        return socket;
      }),
    );
    const leaving = sockets.map(async (socket, index) => {
      for (let turn = 0; turn < index % 5; turn += 1) await new Promise(setImmediate);
      if (index % 3 === 0) socket.close(1000);
      else if (index % 3 === 1) socket.terminate();
      else socket.send('{"type":"complete","id":"1"}', () => socket.terminate());
    });
    for (let event = 0; event < 5; event += 1) await rate();
    await Promise.all(leaving);
  }
  while (!/marquee_gateway_subscribers 1\n/.test(await gateway.metrics.render())) await rate();
  await quick.close();
  await gateway.close();
}, 30_000);
