import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { LivePayload } from "../live/live-payload.js";
import { nextFrame, nextHead } from "./text-frame.js";

test("frames of every length are what a client reads as the message, beside those that ws sends", async () => {
  const server = createServer();
  const sockets = new WebSocketServer({ server, perMessageDeflate: false });
  // Around the lengths at which a frame's head grows.
  const lengths = [0, 1, 60, 70, 80, 90, 100, 65_400, 65_450, 65_500, 70_000];
  const payloads = lengths.map((length) => new LivePayload(JSON.stringify({ data: { text: "ü".repeat(length) } })));
  sockets.on("connection", (socket, { socket: connection }) => {
    for (const payload of payloads) {
      connection.write(nextFrame(nextHead('1"'), payload));
      socket.send("between");
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const messages: string[] = [];
  client.on("message", (data) => messages.push(String(data)));
  while (messages.length < 2 * payloads.length) await once(client, "message");
  expect(messages.filter((_, index) => index % 2 === 0).map((text) => JSON.parse(text))).toEqual(
    payloads.map(({ json }) => ({ id: '1"', type: "next", payload: JSON.parse(json) })),
  );
  client.terminate();
  sockets.close();
  await new Promise((resolve) => server.close(resolve));
});

test("subscriptions of one id share one frame; another id gets its own", () => {
  const payload = new LivePayload('{"data":1}');
  const [head, same, other] = [nextHead("1"), nextHead("1"), nextHead("2")];
  const frame = nextFrame(head, payload);
  expect(nextFrame(same, payload)).toBe(frame);
  expect(String(nextFrame(other, payload))).toContain('"id":"2"');
});
