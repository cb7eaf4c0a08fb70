import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { silentLogger } from "@marquee/platform/logger/logger.js";
import { createHealth } from "@marquee/platform/service/health.js";
import { createMetrics } from "@marquee/platform/service/metrics.js";
import { createSubgraphEndpoint } from "@marquee/platform/subgraph/create-subgraph-endpoint.js";
import { type ServedSubgraph, serveSubgraph } from "@marquee/platform/subgraph/serve-subgraph.js";
import { createFilmSubgraph, type FilmSubgraph, filmAdded } from "@marquee/platform/testing/film-subgraph.js";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import { createHttpSubgraphEndpoint, type HttpSubgraphEndpoint } from "./http-subgraph-endpoint.js";

const SECRET = "s".repeat(32);
const request = (query: string) => ({ query, viewer: null, requestId: "r1" });

function client(url: string, options: { secret?: string; maxResponseBytes?: number } = {}): HttpSubgraphEndpoint {
  return createHttpSubgraphEndpoint({
    name: "films",
    url,
    secret: options.secret ?? SECRET,
    connectTimeoutMs: 1_000,
    responseTimeoutMs: 50,
    maxResponseBytes: options.maxResponseBytes ?? 100_000,
    maxConnections: 2,
  });
}

describe("a subgraph over the network", () => {
  let films: FilmSubgraph;
  let served: ServedSubgraph;
  let endpoint: HttpSubgraphEndpoint;

  beforeEach(async () => {
    films = createFilmSubgraph();
    served = await serveSubgraph({
      endpoint: createSubgraphEndpoint({
        ...films,
        name: "films",
        createContext: films.createContext,
        logger: silentLogger,
      }),
      host: "127.0.0.1",
      port: 0,
      portVariable: "PORT",
      gatewaySecrets: [SECRET],
      health: createHealth({ logger: silentLogger }),
      metrics: createMetrics(),
      logger: silentLogger,
    });
    endpoint = client(served.url);
  });
  afterEach(async () => {
    await endpoint.close();
    await served.close();
  });

  test("answers as in the same process, and knows viewer and request id", async () => {
    const viewer = { userId: "ü1", roles: ["USER" as const], expiresAt: 5 };
    const result = await endpoint.execute({
      ...request('query ($id: ID!) { viewer film(id: $id) { title } fail(code: "NOT_FOUND") }'),
      variables: { id: "f1" },
      viewer,
    });
    expect(result.data).toEqual({ viewer: "ü1", film: { title: "TITLE OF F1" }, fail: null });
    expect(result.errors).toEqual([expect.objectContaining({ path: ["fail"], extensions: { code: "NOT_FOUND" } })]);
    expect(films.requests[0]).toMatchObject({ viewer, requestId: "r1" });
  });

  test("feeds as in the same process: items with positions, from the cursor asked for", async () => {
    const feed = endpoint.subscribe({ ...request("subscription { filmAdded { id } }"), after: "c-0" });
    films.source.push(filmAdded("1"));
    expect(await feed.next()).toEqual({
      done: false,
      value: {
        data: { filmAdded: { id: "1" } },
        extensions: { marquee: { cursor: "c-1", eventId: "e-1", positions: [[0, 1, 1]], live: true } },
      },
    });
    expect(films.requests[0]?.after).toBe("c-0");
    await feed.return?.();
    await films.source.ended;
  });

  test("says in an item why it refuses a feed, and then ends it", async () => {
    const feed = endpoint.subscribe(request('subscription { filmAdded(refuse: "CURSOR_EXPIRED") { id } }'));
    const item = await feed.next();
    expect(item.value?.errors?.[0]?.extensions).toEqual({ code: "CURSOR_EXPIRED" });
    expect(await feed.next()).toEqual({ done: true, value: undefined });
  });

  test("that goes away breaks its feeds off with UNAVAILABLE, behind what it had sent", async () => {
    const feed = endpoint.subscribe(request("subscription { filmAdded { id } }"));
    films.source.push(filmAdded("1"));
    await feed.next();
    const broken = expect(feed.next()).rejects.toMatchObject({ code: "UNAVAILABLE" });
    await served.close();
    await broken;
  });

  test("is slowed down by a reader that does not read", async () => {
    const feed = endpoint.subscribe(request("subscription { filmAdded { id } }"));
    const realPause = WebSocket.prototype.pause;
    const pause = vi.spyOn(WebSocket.prototype, "pause");
    const resume = vi.spyOn(WebSocket.prototype, "resume");
    const paused = new Promise<void>((resolve) => {
      pause.mockImplementation(function (this: WebSocket) {
        realPause.call(this);
        resolve();
      });
    });
    const ids = Array.from({ length: 200 }, (_, at) => `${at}`);
    for (const id of ids) films.source.push(filmAdded(id));
    await feed.next();
    await paused;
    for (const id of ids.slice(1)) expect((await feed.next()).value?.data).toEqual({ filmAdded: { id } });
    expect(pause.mock.calls.length).toBeGreaterThan(0);
    expect(resume.mock.calls.length).toBe(pause.mock.calls.length);
    vi.restoreAllMocks();
    await feed.return?.();
  });

  test("refuses a gateway without its secret, and the client learns nothing of that", async () => {
    const stranger = client(served.url, { secret: "x".repeat(32) });
    await expect(stranger.execute(request("{ viewer }"))).rejects.toMatchObject({ code: "INTERNAL_SERVER_ERROR" });
    await expect(stranger.subscribe(request("subscription { filmAdded { id } }")).next()).rejects.toMatchObject({
      code: "UNAVAILABLE",
    });
    await stranger.close();
  });
});

describe("a subgraph that fails", () => {
  let server: Server;
  const clients: HttpSubgraphEndpoint[] = [];

  async function serve(
    listener: RequestListener,
    options?: { maxResponseBytes: number },
  ): Promise<HttpSubgraphEndpoint> {
    server = createServer(listener);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const endpoint = client(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`, options);
    clients.push(endpoint);
    return endpoint;
  }
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await Promise.all(clients.splice(0).map((endpoint) => endpoint.close()));
  });

  test("to answer in time is UNAVAILABLE, and UNKNOWN_OUTCOME for a mutation", async () => {
    const endpoint = await serve(() => {});
    await expect(endpoint.execute(request("{ a }"))).rejects.toMatchObject({
      code: "UNAVAILABLE",
      message: expect.stringContaining("in time"),
    });
    await expect(endpoint.execute(request("mutation { a }"))).rejects.toMatchObject({ code: "UNKNOWN_OUTCOME" });
  });

  test("in the middle of an answer is UNAVAILABLE, and UNKNOWN_OUTCOME for a mutation", async () => {
    const endpoint = await serve((_request, response) => {
      response.writeHead(200, { "content-length": 100 });
      response.write("{", () => response.destroy());
    });
    await expect(endpoint.execute(request("{ a }"))).rejects.toMatchObject({ code: "UNAVAILABLE" });
    await expect(endpoint.execute(request("mutation { a }"))).rejects.toMatchObject({ code: "UNKNOWN_OUTCOME" });
  });

  test("to be there at all is UNAVAILABLE, even for a mutation", async () => {
    const endpoint = await serve(() => {});
    await new Promise((resolve) => server.close(resolve));
    await expect(endpoint.execute(request("mutation { a }"))).rejects.toMatchObject({ code: "UNAVAILABLE" });
    await expect(endpoint.subscribe(request("subscription { a }")).next()).rejects.toMatchObject({
      code: "UNAVAILABLE",
    });
  });

  test("to be there, and is left while that is found out, leaves nothing behind that nobody hears", async () => {
    const endpoint = await serve(() => {});
    await new Promise((resolve) => server.close(resolve));
    const unheard = vi.fn();
    process.on("unhandledRejection", unheard);
    const feed = endpoint.subscribe(request("subscription { a }"));
    const next = feed.next().catch(() => {});
    await feed.return?.();
    await next;
    // As long as it takes to find out.
    await expect(endpoint.subscribe(request("subscription { a }")).next()).rejects.toBeDefined();
    process.off("unhandledRejection", unheard);
    expect(unheard).not.toHaveBeenCalled();
  });

  test("to keep its answer within bounds is a defect", async () => {
    const endpoint = await serve(
      (_request, response) => response.end(JSON.stringify({ data: { a: "x".repeat(1_000) } })),
      { maxResponseBytes: 1_000 },
    );
    await expect(endpoint.execute(request("{ a }"))).rejects.toMatchObject({ code: "INTERNAL_SERVER_ERROR" });
  });

  test("with an HTTP error of the kind that passes is UNAVAILABLE", async () => {
    const endpoint = await serve((_request, response) => response.writeHead(503).end("<html>"));
    await expect(endpoint.execute(request("{ a }"))).rejects.toMatchObject({ code: "UNAVAILABLE" });
  });
});
