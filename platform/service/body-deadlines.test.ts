import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { connect } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type BodyDeadlines, createBodyDeadlines } from "./body-deadlines.js";
import { listen } from "./listen.js";

let server: Server;
let bodies: BodyDeadlines;
let port: number;
let handle: (request: IncomingMessage, response: ServerResponse) => void;

beforeEach(async () => {
  bodies = createBodyDeadlines({ usualMs: 80, windowMs: 200, leastBytes: 5, asksFirst: ({ url }) => url === "/long" });
  server = createServer((request, response) => handle(request, response));
  bodies.guard(server);
  port = await listen(server, { host: "127.0.0.1", port: 0, hostVariable: "HOST", portVariable: "PORT" });
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const HEAD = (path: string, more = "") =>
  `POST ${path} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n${more}\r\n`;

/** Sends a piece every 40 ms, and gives what is answered until the connection closes. */
function send(head: string, pieces: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    let heard = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(head));
    const left = [...pieces];
    const timer = setInterval(() => {
      const piece = left.shift();
      if (piece !== undefined) socket.write(`${piece.length.toString(16)}\r\n${piece}\r\n`);
      if (left.length === 0 && piece === "") socket.write("\r\n");
    }, 40);
    socket.on("data", (data) => {
      heard += data;
      if (heard.includes("done")) socket.destroy();
    });
    socket.on("error", () => {});
    socket.on("close", () => {
      clearInterval(timer);
      resolve(heard);
    });
  });
}

function answerAtEnd(request: IncomingMessage, response: ServerResponse): void {
  request.on("error", () => {});
  request.resume().once("end", () => response.end("done"));
}

test("a body that dribbles in is cut off", async () => {
  handle = answerAtEnd;
  expect(await send(HEAD("/"), ["123456789", "123456789", "123456789", "123456789", "123456789"])).toContain(
    "408 Request Timeout",
  );
});

test("one that may take long is not, while it goes on, and is once it stands still", async () => {
  handle = (request, response) => {
    bodies.allowLong(request, response);
    answerAtEnd(request, response);
  };
  const steady = Array.from({ length: 12 }, () => "123456789");
  expect(await send(HEAD("/long"), [...steady, ""])).toContain("200 OK");
  expect(await send(HEAD("/long"), ["123456789"])).toContain("408 Request Timeout");
});

test("one that nobody reads any more has the usual time again", async () => {
  handle = (request, response) => {
    const end = bodies.allowLong(request, response);
    request.on("error", () => {});
    request.resume();
    response.end("refused");
    end();
  };
  expect(
    await send(
      HEAD("/long"),
      Array.from({ length: 1_000 }, () => "123456789"),
    ),
  ).toContain("refused");
});

test("whoever asks first is told to go on, where that is decided by whom it asks", async () => {
  handle = answerAtEnd;
  expect(await send(HEAD("/", "Expect: 100-continue\r\n"), ["x", ""])).toContain("100 Continue");
  handle = (_request, response) => {
    response.statusCode = 403;
    response.end("done");
  };
  const refused = await send(HEAD("/long", "Expect: 100-continue\r\n"), []);
  expect(refused).toContain("403");
  expect(refused).not.toContain("100 Continue");
});
