// Whatever is done with websockets: each is closed with the code that says why, memory stays bounded, and who does nothing wrong is
// served all the time.
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { GraphqlClient } from "../environment/graphql-client.js";
import { lookAgain } from "../environment/look-again.js";
import { readMetric } from "../environment/metrics.js";
import { register } from "../environment/people.js";
import { RawSocket } from "../environment/raw-socket.js";
import { startAllInOne } from "../environment/start-servers.js";
import { openTestEnvironment } from "../environment/test-environment.js";
import { Bystander } from "./bystander.js";
import { closeCode, frame, TcpClient } from "./tcp-client.js";

const MAX_SOCKETS = 50;
const MAX_PER_ADDRESS = 20;
const MAX_PER_USER = 3;
const MAX_OPERATIONS = 50;
const MESSAGES_PER_SECOND = 500;
const MAX_MESSAGE_BYTES = 65_536;
const DESCRIBED_IN = 2_000;
const MiB = 2 ** 20;

vi.setConfig({ testTimeout: 60_000 });
const environment = openTestEnvironment();
let url: string;
let client: GraphqlClient;
let bystander: Bystander;
let residentBefore: number;
/** Connections that say nothing, or half of something, from the beginning. */
let silent: TcpClient[];

const FEED = "subscription ($id: ID!) { ratingFeed(movieId: $id) { ... on RatingEvent { movie { description } } } }";

beforeAll(async () => {
  const server = await startAllInOne(environment, {
    DATA_DIR: await environment.folder(),
    RATE_LIMITS: "on",
    RATE_LIMIT_PER_ADDRESS: "10000000",
    RATE_LIMIT_PER_USER: "10000000",
    WS_MAX_SOCKETS: String(MAX_SOCKETS),
    WS_MAX_SOCKETS_PER_ADDRESS: String(MAX_PER_ADDRESS),
    WS_MAX_SOCKETS_PER_USER: String(MAX_PER_USER),
    WS_MAX_OPERATIONS: String(MAX_OPERATIONS),
    WS_MAX_MESSAGE_BYTES: String(MAX_MESSAGE_BYTES),
    WS_MESSAGES_PER_SECOND: String(MESSAGES_PER_SECOND),
    WS_CONNECTION_INIT_TIMEOUT_MS: "2000",
    FEED_BUFFER: "20",
    // A machine that is busy with other things is not what is looked at here.
    SUBGRAPH_TIMEOUT_MS: "60000",
    // So that one machine can be many addresses.
    TRUST_PROXY: "1",
  });
  url = server.url;
  client = new GraphqlClient({ url, dispatcher: environment.agent });
  bystander = await Bystander.begin(environment, { client, url, describedIn: DESCRIBED_IN });
  residentBefore = await readMetric(url, "process_resident_memory_bytes");
  silent = await Promise.all(Array.from({ length: 20 }, () => TcpClient.connect(environment, url)));
  for (const connection of silent.slice(10)) connection.write("POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Le");
});

afterAll(async () => {
  // What went wrong for it is the last test's to tell; here it would keep the rest from being cleaned up.
  await bystander?.stop().catch(() => {});
});

const from = (address: string) => ({ headers: { "x-forwarded-for": address } });
const begin = (address: string, payload: unknown = {}) => RawSocket.begin(environment, url, payload, from(address));
const many = (count: number, address: string) => Promise.all(Array.from({ length: count }, () => begin(address)));

/** Resolves when the server says so. */
async function until(name: string, holds: (value: number) => boolean, at = url): Promise<void> {
  while (!holds(await readMetric(at, name))) await lookAgain();
}

/** Resolves when nobody is left but the bystander. */
const alone = () => until("marquee_gateway_sockets", (open) => open === 1);

async function leave(sockets: readonly RawSocket[]): Promise<void> {
  for (const socket of sockets) socket.terminate();
  await alone();
  expect(await readMetric(url, "marquee_gateway_subscribers")).toBe(1);
}

function subscribeToAll(socket: RawSocket): void {
  for (let index = 0; index < MAX_OPERATIONS; index += 1) {
    const payload = { query: FEED, variables: { id: bystander.movieId } };
    socket.send({ type: "subscribe", id: String(index), payload });
  }
}

describe("too many", () => {
  test("messages in a second close the socket with 1008", async () => {
    const socket = await begin("10.0.0.1");
    for (let index = 0; index <= 2 * MESSAGES_PER_SECOND; index += 1) socket.send({ type: "ping" });
    expect(await socket.closed).toEqual({
      code: 1008,
      reason: expect.stringMatching(/Too many messages in one second; the limit is 500/),
    });
    await alone();
  });

  test("subscribes on a socket are refused one by one; a thousand on many sockets are served", async () => {
    const sockets = await many(MAX_PER_ADDRESS, "10.0.0.2");
    for (const socket of sockets) subscribeToAll(socket);
    await until("marquee_gateway_subscribers", (count) => count === 1 + MAX_PER_ADDRESS * MAX_OPERATIONS);
    for (const socket of sockets) socket.send({ type: "subscribe", id: "more", payload: { query: "{ __typename }" } });
    for (const socket of sockets) {
      const described = new Set<string | undefined>();
      let refused = false;
      while (described.size < MAX_OPERATIONS || !refused) {
        const { type, id, payload } = await socket.next();
        if (JSON.stringify(payload).includes("description")) described.add(id);
        if (type !== "error" || id !== "more") continue;
        refused = true;
        expect(payload).toEqual([
          {
            message: expect.stringMatching(/50 operations under way, which is the limit/),
            extensions: { code: "BAD_USER_INPUT" },
          },
        ]);
      }
    }
    await leave(sockets);
  });

  test("sockets of an address are refused with 429, of another address not", async () => {
    const sockets = await many(MAX_PER_ADDRESS, "10.0.0.3");
    await expect(begin("10.0.0.3")).rejects.toThrow(/429/);
    sockets.push(await begin("10.0.0.4"));
    sockets[0]?.terminate();
    await until("marquee_gateway_sockets", (open) => open === 1 + MAX_PER_ADDRESS);
    sockets.push(await begin("10.0.0.3"));
    await leave(sockets);
  });

  test("sockets in all are refused with 503", async () => {
    const sockets = await many(MAX_PER_ADDRESS, "10.0.0.5");
    sockets.push(...(await many(MAX_PER_ADDRESS, "10.0.0.6")));
    sockets.push(...(await many(MAX_SOCKETS - 1 - 2 * MAX_PER_ADDRESS, "10.0.0.7")));
    await expect(begin("10.0.0.8")).rejects.toThrow(/503/);
    await leave(sockets);
  });

  test("sockets of a user are closed with 1013, from whatever address, of another user not", async () => {
    const eve = await register(client, "eve");
    const payload = { authorization: `Bearer ${eve.token}` };
    const sockets = await Promise.all(
      Array.from({ length: MAX_PER_USER }, (_, index) => begin(`10.0.1.${index}`, payload)),
    );
    const another = await RawSocket.open(environment, url, from("10.0.1.9"));
    another.send({ type: "connection_init", payload });
    expect(await another.closed).toEqual({
      code: 1013,
      reason: expect.stringMatching(/This user has 3 websockets open, which is the limit/),
    });
    sockets.push(await begin("10.0.1.9"));
    await leave(sockets);
  });
});

describe("whoever does not read", () => {
  test("is read from no more, for as long", async () => {
    const socket = await begin("10.0.2.1");
    const payload = "x".repeat(MAX_MESSAGE_BYTES - 100);
    const pauses = await readMetric(url, "marquee_gateway_socket_pauses_total");
    socket.pause();
    for (let index = 0; index < MESSAGES_PER_SECOND - 10; index += 1)
      socket.send({ type: "ping", payload: { payload } });
    await until("marquee_gateway_socket_pauses_total", (count) => count > pauses);
    socket.resume();
    // Not one is lost.
    for (let index = 0; index < MESSAGES_PER_SECOND - 10; index += 1) expect((await socket.next()).type).toBe("pong");
    await leave([socket]);
  });

  test("and does not answer pings is cut off; what waited for it is gone", async () => {
    const impatient = await startAllInOne(environment, {
      DATA_DIR: await environment.folder(),
      WS_HEARTBEAT_MS: "500",
    });
    const sockets = await Promise.all(Array.from({ length: 4 }, () => RawSocket.begin(environment, impatient.url)));
    for (const socket of sockets) {
      subscribeToAll(socket);
      socket.pause();
    }
    await until("marquee_gateway_sockets", (open) => open === 0, impatient.url);
    expect(await readMetric(impatient.url, "marquee_gateway_subscribers")).toBe(0);
    for (const socket of sockets) {
      socket.resume();
      expect((await socket.closed).code).toBe(1006);
    }
  });
});

describe("no websocket", () => {
  test("is a connection that upgrades and then says nothing", async () => {
    const connection = await TcpClient.upgraded(environment, url, "10.0.3.1");
    expect(closeCode(await connection.ended)).toBe(4408);
    await alone();
  });

  test("comes of handshakes that fail, and they take nobody's place", async () => {
    for (const line of [
      "Sec-WebSocket-Key: short",
      "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 99",
    ]) {
      const connections = await Promise.all(
        Array.from({ length: MAX_SOCKETS }, () => TcpClient.connect(environment, url)),
      );
      for (const connection of connections) {
        connection.write(
          `GET /graphql HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n${line}\r\n\r\n`,
        );
      }
      for (const { ended } of connections) expect(String(await ended)).toMatch(/^HTTP\/1.1 4/);
    }
    await alone();
    await leave([await begin("10.0.3.3")]);
  });

  const text = Buffer.from('{"type":"ping"}');
  test.each<[what: string, bytes: Buffer, code: number]>([
    ["a frame without a mask", frame(0x81, text, { masked: false }), 1002],
    ["a frame with a reserved bit", frame(0xc1, text), 1002],
    ["a frame of no kind", frame(0x83, text), 1002],
    ["a continuation of nothing", frame(0x80, text), 1002],
    ["a ping of 200 bytes", frame(0x89, Buffer.alloc(200)), 1002],
    ["text that is no UTF-8", frame(0x81, Buffer.from([0xff, 0xfe])), 1007],
    ["a frame that says it has 1 TB", frame(0x81, text, { length: 2 ** 40 }), 1009],
    [
      "too large a message in small pieces",
      Buffer.concat([frame(0x01, Buffer.alloc(40_000, "x")), frame(0x00, Buffer.alloc(40_000, "x"))]),
      1009,
    ],
    ["JSON in a binary frame", frame(0x82, text), 4400],
  ])("is one that sends %s", async (_what, bytes, code) => {
    const connection = await TcpClient.upgraded(environment, url, "10.0.3.2");
    connection.write(bytes);
    expect(closeCode(await connection.ended)).toBe(code);
    await alone();
  });

  test("and no request is a connection that says nothing, or half a sentence: it is ended", async () => {
    await Promise.all(silent.map(({ ended }) => ended));
  });
});

test("the bystander was served all the time, and memory is what it was", async () => {
  const resident = await readMetric(url, "process_resident_memory_bytes");
  await bystander.stop();
  const longest = Math.max(...bystander.delaysMs);
  const grown = resident - residentBefore;
  console.log(
    `bystander: ${bystander.delaysMs.length} ratings seen, the slowest after ${Math.round(longest)} ms; resident memory ${Math.round(residentBefore / MiB)} MiB and ${Math.round(grown / MiB)} more`,
  );
  expect(bystander.delaysMs.length).toBeGreaterThan(50);
  // Generous, because machines are busy; alone it takes some 20 ms, and 1 s beside 1,000 subscriptions.
  expect(longest).toBeLessThan(30_000);
  expect(grown).toBeLessThan(300 * MiB);
});
