import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { expect, it } from "vitest";
import { createDrain } from "./drain-server.js";

const POST = "POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 5\r\n\r\n";

async function openServer(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
  options: { lingerMs?: number } = {},
) {
  const server = createServer(handle);
  const drain = createDrain(server, options);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { server, drain, open: () => connect(port, "127.0.0.1") };
}

it("answers what it has been asked, and then closes", async () => {
  const { server, drain, open } = await openServer((request) => request.resume());
  const socket = open();
  socket.write(`${POST}hello`);
  const [request, response] = (await once(server, "request")) as [IncomingMessage, ServerResponse];
  await once(request, "end");
  const drained = drain();
  response.end("answer");
  let text = "";
  for await (const chunk of socket) text += chunk;
  expect(text).toMatch(/^HTTP\/1.1 200[\s\S]*connection: close[\s\S]*answer/i);
  await drained;
});

it("lingers: what still comes through an open connection is answered, as its last", async () => {
  const { server, drain, open } = await openServer((_request, response) => void response.end("answer"), {
    lingerMs: 60_000,
  });
  const socket = open();
  let text = "";
  socket.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  socket.write(`${POST}hello`);
  await once(socket, "data");
  expect(text).not.toMatch(/connection: close/i);
  const drained = drain();
  const [refused] = await once(open(), "error");
  expect(refused).toMatchObject({ code: "ECONNREFUSED" });
  socket.write(`${POST}again`);
  await once(socket, "end");
  expect(text).toMatch(/answer[\s\S]*connection: close[\s\S]*answer/i);
  // The last connection has gone: there is nothing to linger for.
  await drained;
  expect(server.listening).toBe(false);
});

it("lingers only so long for connections that are idle", async () => {
  const { drain, open } = await openServer(() => {}, { lingerMs: 1 });
  const socket = open();
  await once(socket, "connect");
  await Promise.all([drain(), once(socket.resume(), "close")]);
});

it("does not wait for the rest of a request that has only half arrived", async () => {
  const { server, drain, open } = await openServer((request) => request.resume());
  const socket = open();
  socket.on("error", () => {});
  socket.write(`${POST}he`);
  await once(server, "request");
  await drain();
  socket.destroy();
});
