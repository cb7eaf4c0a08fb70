import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { type Client, createClient } from "graphql-ws";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { AppError } from "../errors/app-error.js";
import { createHealth } from "../service/health.js";
import { createMetrics } from "../service/metrics.js";
import { createFilmSubgraph, type FilmSubgraph, filmAdded } from "../testing/film-subgraph.js";
import { createRecordingLogger } from "../testing/recording-logger.js";
import { createSubgraphEndpoint } from "./create-subgraph-endpoint.js";
import { deferEndpoint } from "./deferred-endpoint.js";
import { type ServedSubgraph, serveSubgraph } from "./serve-subgraph.js";
import { encodeViewer, SECRET_HEADER, subscribePayload, VIEWER_HEADER } from "./wire-format.js";

const SECRETS = ["first-secret-0123456789abcdef0123", "second-secret-0123456789abcdef012"];
const VIEWER = { userId: "u1", roles: ["USER"], expiresAt: 4_102_444_800_000 } as const;

let film: FilmSubgraph;
let served: ServedSubgraph;
let logger: ReturnType<typeof createRecordingLogger>;

beforeEach(async () => {
  film = createFilmSubgraph();
  logger = createRecordingLogger();
  served = await serveSubgraph({
    endpoint: createSubgraphEndpoint({ name: "films", ...film, logger }),
    host: "127.0.0.1",
    port: 0,
    portVariable: "FILMS_PORT",
    gatewaySecrets: SECRETS,
    health: createHealth({ logger }),
    metrics: createMetrics(),
    logger,
  });
});
afterEach(() => served.close());

interface Posted {
  body?: string | ReadableStream;
  headers?: Record<string, string>;
  method?: string;
  path?: string;
}

interface Answer {
  data?: unknown;
  errors?: { message: string; extensions: { code: string } }[];
}

async function post({ body, headers, method = "POST", path = "" }: Posted) {
  const response = await fetch(served.url + path, {
    method,
    ...(body === undefined ? {} : { body, duplex: "half" }),
    headers: { "content-type": "application/json", [SECRET_HEADER]: SECRETS[0] ?? "", ...headers },
  } as RequestInit);
  return { status: response.status, headers: response.headers, body: (await response.json()) as Answer };
}

const query = (text: string, rest: object = {}) => JSON.stringify({ query: text, ...rest });

describe("a subgraph over HTTP", () => {
  it("answers with the operation's variables and the gateway's viewer", async () => {
    const asked = await post({
      body: query("query A($id: ID!) { viewer film(id: $id) { title } } query B { viewer }", {
        operationName: "A",
        variables: { id: "7" },
      }),
      headers: { [VIEWER_HEADER]: encodeViewer(VIEWER) },
    });
    expect(asked).toMatchObject({ status: 200, body: { data: { viewer: "u1", film: { title: "TITLE OF 7" } } } });
    expect(film.requests[0]?.viewer).toEqual(VIEWER);
    expect((await post({ body: query("{ viewer }", { operationName: null, variables: null }) })).body).toEqual({
      data: { viewer: null },
    });
  });

  it("hands the request id on, and makes one where there is none", async () => {
    const given = await post({ body: query("{ viewer }"), headers: { "x-request-id": "trace-7" } });
    expect([given.headers.get("x-request-id"), film.requests[0]?.requestId]).toEqual(["trace-7", "trace-7"]);
    const made = await post({ body: query("{ viewer }") });
    expect(made.headers.get("x-request-id")).toBe(film.requests[1]?.requestId);
  });

  it("answers errors of the operation with 200 and their codes", async () => {
    expect(await post({ body: query('{ fail(code: "FORBIDDEN") }') })).toMatchObject({
      status: 200,
      body: { data: { fail: null }, errors: [{ path: ["fail"], extensions: { code: "FORBIDDEN" } }] },
    });
  });

  it("takes every accepted secret and refuses every other one, before it looks at the body", async () => {
    expect((await post({ body: query("{ viewer }"), headers: { [SECRET_HEADER]: SECRETS[1] ?? "" } })).status).toBe(
      200,
    );
    for (const secret of ["", "wrong", SECRETS.join(","), `${SECRETS[0]}x`, SECRETS[0]?.slice(1) ?? ""]) {
      const refused = await post({ body: "not json", headers: { [SECRET_HEADER]: secret } });
      expect(refused).toMatchObject({ status: 401, body: { errors: [{ extensions: { code: "UNAUTHENTICATED" } }] } });
    }
    expect(film.requests).toHaveLength(1);
  });

  it.each<[string, number, Posted]>([
    ["no JSON", 400, { body: "{" }],
    ["no request", 400, { body: "[]" }],
    ["no query", 400, { body: "{}" }],
    ["variables that are no object", 400, { body: query("{ viewer }", { variables: [1] }) }],
    ["a viewer that can't be read", 400, { body: query("{ viewer }"), headers: { [VIEWER_HEADER]: "e30" } }],
    ["another content-type", 415, { body: query("{ viewer }"), headers: { "content-type": "text/plain" } }],
    ["another method", 405, { method: "PUT", body: query("{ viewer }") }],
    ["another path", 404, { path: "/other", body: query("{ viewer }") }],
  ])("refuses %s with %i and a code", async (_what, status, posted) => {
    const refused = await post(posted);
    expect(refused.status).toBe(status);
    expect(refused.body.errors?.[0]?.extensions.code).toMatch(/^(BAD_USER_INPUT|NOT_FOUND)$/);
    expect(film.requests).toEqual([]);
  });

  it("refuses a body that says it is too long, unread, and ends the connection", async () => {
    const announced = httpRequest(served.url, {
      method: "POST",
      headers: { "content-type": "application/json", "content-length": 1024 * 1024 + 1, [SECRET_HEADER]: SECRETS[0] },
    });
    announced.flushHeaders();
    const [response] = await once(announced, "response");
    expect([response.statusCode, response.headers.connection]).toEqual([413, "close"]);
    announced.destroy();
  });

  it("takes a body of the greatest length", async () => {
    const text = query("{ viewer }");
    const answered = await post({ body: text + " ".repeat(1024 * 1024 - text.length) });
    expect(answered).toMatchObject({ status: 200, body: { data: { viewer: null } } });
  });

  it("refuses a body that turns out to be too long, without reading it to its end", async () => {
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(64 * 1024).fill(32)),
    });
    const refused = await post({ body: endless }).catch((error: unknown) => error);
    // The client may see the answer or, still writing, the end of the connection; that it ends at all is the point.
    if (!(refused instanceof Error)) expect(refused).toMatchObject({ status: 413 });
    expect(film.requests).toEqual([]);
  });

  it("serves health and metrics to everybody", async () => {
    const root = served.url.replace("/graphql", "");
    for (const path of ["/healthz/live", "/healthz/ready", "/metrics"]) {
      expect((await fetch(root + path)).status).toBe(200);
    }
  });

  it("hides what fails inside", async () => {
    await served.close();
    served = await serveSubgraph({
      endpoint: {
        execute: () => Promise.reject(new Error("hunter2")),
        subscribe: () => {
          throw new Error("hunter2");
        },
      },
      host: "127.0.0.1",
      port: 0,
      portVariable: "FILMS_PORT",
      gatewaySecrets: SECRETS,
      health: createHealth({ logger }),
      metrics: createMetrics(),
      logger,
    });
    const failed = await post({ body: query("{ viewer }"), headers: { "x-request-id": "r1" } });
    expect(failed).toMatchObject({
      status: 500,
      body: { errors: [{ extensions: { code: "INTERNAL_SERVER_ERROR" } }] },
    });
    expect(JSON.stringify(failed.body)).not.toContain("hunter2");
    expect(logger.lines).toMatchObject([{ level: "error", fields: { requestId: "r1" } }]);
  });

  it("refuses with UNAVAILABLE while it waits for its engines, and logs no error", async () => {
    await served.close();
    served = await serveSubgraph({
      endpoint: deferEndpoint("films"),
      host: "127.0.0.1",
      port: 0,
      portVariable: "FILMS_PORT",
      gatewaySecrets: SECRETS,
      health: createHealth({ logger }),
      metrics: createMetrics(),
      logger,
    });
    expect(await post({ body: query("{ viewer }") })).toMatchObject({
      status: 503,
      body: { errors: [{ message: expect.stringContaining("starting"), extensions: { code: "UNAVAILABLE" } }] },
    });
    expect(logger.lines).toEqual([]);
  });
});

describe("a subgraph's feeds", () => {
  const clients: Client[] = [];
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.dispose();
  });

  function gateway(secret: unknown = SECRETS[0]): Client {
    const client = createClient({
      url: served.url.replace("http", "ws"),
      webSocketImpl: WebSocket,
      connectionParams: { [SECRET_HEADER]: secret },
      retryAttempts: 0,
    });
    clients.push(client);
    return client;
  }

  const request = {
    query: "subscription { filmAdded { id title } }",
    viewer: VIEWER,
    requestId: "trace-9",
    after: "cursor-3",
  };

  it("carry the feed of each item, and hand on viewer, request id and `after`", async () => {
    const feed = gateway().iterate(subscribePayload(request));
    const item = filmAdded("1");
    film.source.push(item);
    expect((await feed.next()).value).toEqual({
      data: { filmAdded: { id: "1", title: "TITLE OF 1" } },
      extensions: { marquee: item.feed },
    });
    const { viewer, requestId, after } = film.requests[0] ?? {};
    expect({ viewer, requestId, after }).toEqual({ viewer: VIEWER, requestId: "trace-9", after: "cursor-3" });
    await feed.return?.();
    await film.source.ended;
  });

  it("end with the code of what failed", async () => {
    const feed = gateway().iterate(subscribePayload(request));
    film.source.fail(new AppError("CURSOR_EXPIRED", "too old"));
    expect((await feed.next()).value).toEqual({
      errors: [{ message: "too old", extensions: { code: "CURSOR_EXPIRED" } }],
    });
    expect((await feed.next()).done).toBe(true);
  });

  it("end their source when the client completes, and when its socket goes", async () => {
    const completing = gateway().iterate(subscribePayload(request));
    void completing.next();
    await film.source.whenWaiting();
    await completing.return?.();
    await film.source.ended;

    film = createFilmSubgraph();
    await restart();
    const vanishing = gateway();
    const next = vanishing.iterate(subscribePayload(request)).next();
    const lost = expect(next).rejects.toMatchObject({ code: 4499 });
    await film.source.whenWaiting();
    vanishing.terminate();
    await film.source.ended;
    await lost;
  });

  it("are refused without a valid secret", async () => {
    for (const secret of [undefined, "wrong", 7, [SECRETS[0]]]) {
      const feed = gateway(secret ?? null).iterate(subscribePayload(request));
      await expect(feed.next()).rejects.toMatchObject({ code: 4403 });
    }
    expect(film.requests).toEqual([]);
  });

  it("refuse a subscribe message that no gateway sends", async () => {
    for (const extensions of [undefined, { viewer: { userId: 7 } }, { after: 7 }]) {
      const feed = gateway().iterate({ query: request.query, ...(extensions === undefined ? {} : { extensions }) });
      await expect(feed.next()).rejects.toMatchObject([{ extensions: { code: "BAD_USER_INPUT" } }]);
    }
  });

  it("live at one path only, and a broken upgrade harms nobody", async () => {
    const lost = new WebSocket(served.url.replace("http", "ws").replace("/graphql", "/other"), "graphql-transport-ws");
    const [error] = await once(lost, "error");
    expect(error.message).toContain("404");
    const rude = connect(served.port, "127.0.0.1");
    rude.write("GET /other HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n");
    rude.resetAndDestroy();
    await once(rude, "close");
    expect((await post({ body: query("{ viewer }") })).status).toBe(200);
  });

  async function restart(): Promise<void> {
    await served.close();
    served = await serveSubgraph({
      endpoint: createSubgraphEndpoint({ name: "films", ...film, logger }),
      host: "127.0.0.1",
      port: 0,
      portVariable: "FILMS_PORT",
      gatewaySecrets: SECRETS,
      health: createHealth({ logger }),
      metrics: createMetrics(),
      logger,
    });
  }

  it("are closed with 1001 when the subgraph closes, and their sources end", async () => {
    const feed = gateway().iterate(subscribePayload(request));
    const next = feed.next();
    await film.source.whenWaiting();
    const lost = expect(next).rejects.toMatchObject({ code: 1001 });
    await served.close();
    await film.source.ended;
    await lost;
  });
});

describe("serveSubgraph", () => {
  it("closes even where a peer never answers the closing handshake", async () => {
    const mute = connect(served.port, "127.0.0.1");
    mute.write(
      [
        "GET /graphql HTTP/1.1",
        "host: x",
        "connection: upgrade",
        "upgrade: websocket",
        "sec-websocket-version: 13",
        "sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==",
        "sec-websocket-protocol: graphql-transport-ws\r\n\r\n",
      ].join("\r\n"),
    );
    const [answer] = await once(mute, "data");
    expect(String(answer)).toContain("101 Switching Protocols");
    await served.close();
    mute.destroy();
  });

  it("names the port in use and the variable that changes it", async () => {
    const again = serveSubgraph({
      endpoint: createSubgraphEndpoint({ name: "films", ...film, logger }),
      host: "127.0.0.1",
      port: served.port,
      portVariable: "FILMS_PORT",
      gatewaySecrets: SECRETS,
      health: createHealth({ logger }),
      metrics: createMetrics(),
      logger,
    });
    await expect(again).rejects.toMatchObject({ code: "PORT_IN_USE", message: expect.stringContaining("FILMS_PORT") });
  });
});
