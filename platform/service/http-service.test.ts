import { once } from "node:events";
import { createServer, type RequestListener, request, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { createRecordingLogger } from "../testing/recording-logger.js";
import { createDrain } from "./drain-server.js";
import { createHealth } from "./health.js";
import { listen } from "./listen.js";
import { createMetrics } from "./metrics.js";
import { createServiceRoutes } from "./service-routes.js";

const HOST = "127.0.0.1";
const variables = { hostVariable: "HOST", portVariable: "MOVIES_PORT" };
const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  }
});

function open(onRequest: RequestListener = () => {}): Server {
  const server = createServer(onRequest);
  servers.push(server);
  return server;
}

describe("the service routes", () => {
  async function start() {
    const health = createHealth({ logger: createRecordingLogger() });
    const metrics = createMetrics();
    const routes = createServiceRoutes({ health, metrics });
    const server = open((incoming, response) => {
      void routes(incoming, response).then((answered) => answered || response.writeHead(404).end());
    });
    const port = await listen(server, { host: HOST, port: 0, ...variables });
    return { health, metrics, url: `http://${HOST}:${port}` };
  }

  it("say whether the process lives and whether it is ready", async () => {
    const { health, url } = await start();
    const ready = await fetch(`${url}/healthz/ready?verbose`);
    expect([ready.status, await ready.json()]).toEqual([200, { ready: true, checks: {} }]);
    health.drain();
    const draining = await fetch(`${url}/healthz/ready`);
    expect([draining.status, await draining.json()]).toEqual([503, { ready: false, checks: { shutdown: "draining" } }]);
    expect((await fetch(`${url}/healthz/live`)).status).toBe(200);
  });

  it("show the metrics", async () => {
    const { metrics, url } = await start();
    metrics.counter({ name: "seen_total", help: "Seen." }).inc();
    const response = await fetch(`${url}/metrics`);
    expect(response.headers.get("content-type")).toBe(metrics.contentType);
    expect(await response.text()).toContain("seen_total 1");
  });

  it("leave everything else alone", async () => {
    const { url } = await start();
    expect((await fetch(`${url}/healthz`)).status).toBe(404);
    expect((await fetch(`${url}/metrics`, { method: "POST" })).status).toBe(404);
  });
});

describe("listen", () => {
  it("names a port that is in use and the variable that changes it", async () => {
    const port = await listen(open(), { host: HOST, port: 0, ...variables });
    await expect(listen(open(), { host: HOST, port, ...variables })).rejects.toMatchObject({
      code: "PORT_IN_USE",
      message: expect.stringMatching(new RegExp(`^Port ${port} of 127\\.0\\.0\\.1 .* set MOVIES_PORT`)),
    });
  });

  it("names an address that is not this machine's", async () => {
    await expect(listen(open(), { host: "192.0.2.1", port: 0, ...variables })).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      message: expect.stringContaining("set HOST"),
    });
  });
});

describe("a draining server", () => {
  it("answers what is in flight, takes nothing new, and ends idle connections", async () => {
    let answer = (): void => {};
    const server = open((_incoming, response) => {
      answer = () => response.end("answered");
    });
    const drain = createDrain(server);
    await listen(server, { host: HOST, port: 0, ...variables });
    const { port } = server.address() as AddressInfo;
    // One that has never sent a request, and one whose request waits.
    const silent = connect(port, HOST);
    await once(silent, "connect");
    const received = once(
      request({ host: HOST, port, agent: false, headers: { connection: "keep-alive" } }).end(),
      "response",
    );
    await once(server, "request");

    const drained = drain();
    const [refused] = await once(connect(port, HOST), "error");
    expect(refused).toMatchObject({ code: "ECONNREFUSED" });
    answer();
    const [response] = await received;
    expect(response.headers.connection).toBe("close");
    response.resume();
    await Promise.all([drained, once(silent, "close"), once(response, "end")]);
  });

  it("ends at once when nothing is in flight", async () => {
    const server = open();
    const drain = createDrain(server);
    await listen(server, { host: HOST, port: 0, ...variables });
    await drain();
    expect(server.listening).toBe(false);
  });
});
