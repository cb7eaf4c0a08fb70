// What clients meet who upload files: the real gateway, before the real movies subgraph in this process or behind the network.
import { request as httpRequest } from "node:http";
import { gatewayConfig } from "@marquee/gateway/config/gateway-config.js";
import { remoteSubgraphs } from "@marquee/gateway/subgraph-client/remote-subgraphs.js";
import { createFakeSubgraphs } from "@marquee/gateway/testing/fake-subgraphs.js";
import { startTestGateway, type TestGateway } from "@marquee/gateway/testing/test-gateway.js";
import { openTestDatasets, type TestDatasets } from "@marquee/movies/datasets/testing/open-test-datasets.js";
import { parseConfig } from "@marquee/platform/config/parse-config.js";
import { silentLogger } from "@marquee/platform/logger/logger.js";
import { createHealth } from "@marquee/platform/service/health.js";
import { createMetrics } from "@marquee/platform/service/metrics.js";
import { serveSubgraph } from "@marquee/platform/subgraph/serve-subgraph.js";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

const SECRET = "s".repeat(32);
const MAX_BYTES = 200_000;

describe.each(["in this process", "behind the network"])("the movies subgraph %s", (where) => {
  let open: TestDatasets;
  let gateway: TestGateway;
  let admin: string;
  let before: string[];
  const closing: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    open = await openTestDatasets({ maxFileBytes: MAX_BYTES });
    closing.push(() => open.close());
    const { endpoints } = createFakeSubgraphs();
    let { uploads } = open;
    if (where !== "in this process") {
      const served = await serveSubgraph({
        ...{ endpoint: endpoints.movies, uploads, host: "127.0.0.1", port: 0, portVariable: "PORT" },
        ...{ gatewaySecrets: [SECRET], health: createHealth({ logger: silentLogger }), metrics: createMetrics() },
        logger: silentLogger,
      });
      closing.push(() => served.close());
      const remote = remoteSubgraphs(parseConfig(gatewayConfig, { MOVIES_URL: served.url }), {
        gatewaySecrets: [SECRET],
      });
      closing.push(() => remote.close());
      ({ uploads } = remote);
    }
    const allowed = { ALLOWED_ORIGINS: "https://friend.example" };
    gateway = await startTestGateway(endpoints, { uploads, environment: allowed });
    closing.push(() => gateway.close());
    admin = `Bearer ${await gateway.token("admin", { roles: ["ADMIN"] })}`;
  });
  afterAll(async () => {
    for (const close of closing.reverse()) await close();
  });
  beforeEach(async () => {
    before = await open.stored();
  });

  async function put(
    path: string,
    body: string | ReadableStream,
    headers: Record<string, string> = { authorization: admin },
  ) {
    const options = { method: "PUT", headers, body, duplex: "half" };
    const response = await fetch(`${gateway.url}${path}`, options as RequestInit);
    // biome-ignore lint/suspicious/noExplicitAny: what is answered is for the test to know
    const answer = (await response.json()) as any;
    const code = answer.errors?.[0].extensions.code;
    return {
      status: response.status,
      code,
      message: String(answer.errors?.[0].message),
      answer,
      headers: response.headers,
    };
  }

  /** Sent piece by piece, its length not announced. */
  function stream(pieces: number, bytes: number): ReadableStream {
    let sent = 0;
    return new ReadableStream({
      pull(controller) {
        if (sent++ === pieces) controller.close();
        else controller.enqueue(new Uint8Array(bytes).fill(0x31));
      },
    });
  }

  test("pages of allowed origins may upload", async () => {
    const headers = { origin: "https://friend.example", "access-control-request-method": "PUT" };
    const preflight = await fetch(`${gateway.url}/datasets/any`, { method: "OPTIONS", headers });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-methods")).toContain("PUT");
    expect(preflight.headers.get("access-control-allow-headers")).toContain("authorization");
    const refused = await fetch(`${gateway.url}/datasets/any`, { method: "PUT", headers, body: "x" });
    expect(refused.headers.get("access-control-allow-origin")).toBe("https://friend.example");
  });

  test("a file is stored whole, told of, and replaced by the next of its name", async () => {
    const { status, answer } = await put("/datasets/ml/ratings.csv", stream(19, 10_000));
    expect(status).toBe(200);
    expect(answer).toMatchObject({
      id: "ml",
      state: "STORED",
      bytes: 190_000,
      files: [{ name: "ratings.csv", bytes: 190_000 }],
    });
    expect((await put("/datasets/ml/ratings.csv", "userId")).answer).toMatchObject({ bytes: 6 });
    expect((await open.stored()).filter((path) => !before.includes(path))).toEqual(["files/ml/ratings.csv"]);
    expect(gateway.logger.lines).toContainEqual(
      expect.objectContaining({
        message: "operation",
        fields: expect.objectContaining({ operation: "upload", codes: [] }),
      }),
    );
  });

  test.each([
    [401, "UNAUTHENTICATED", "/datasets/d/a.csv", "x", () => ({})],
    [401, "UNAUTHENTICATED", "/datasets/d/a.csv", "x", () => ({ authorization: "Bearer nonsense" })],
    [404, "NOT_FOUND", "/datasets/d", "x", undefined],
    [404, "NOT_FOUND", "/datasets/d/e/a.csv", "x", undefined],
    [404, "NOT_FOUND", "/datasets/d/%ff.csv", "x", undefined],
    [400, "BAD_USER_INPUT", "/datasets/D/a.csv", "x", undefined],
    [400, "BAD_USER_INPUT", "/datasets/d/..%2fa.csv", "x", undefined],
    [400, "BAD_USER_INPUT", "/datasets/%2e%2e%2f%2e%2e/a.csv", "x", undefined],
    [415, "BAD_USER_INPUT", "/datasets/d/a.exe", "x", undefined],
    [415, "BAD_USER_INPUT", "/datasets/d/a.csv.gz", "x".repeat(5_000), undefined],
    [415, "BAD_USER_INPUT", "/datasets/d/a.csv", "", undefined],
    [413, "BAD_USER_INPUT", "/datasets/d/a.csv", "x".repeat(MAX_BYTES + 1), undefined],
  ] as const)("%i %s: PUT %s", async (status, code, path, body, headers) => {
    const refused = await put(path, body, headers?.() as Record<string, string> | undefined);
    expect([refused.status, refused.code]).toEqual([status, code]);
    expect(refused.headers.get("x-request-id")).not.toBeNull();
    expect(await open.stored()).toEqual(before);
  });

  test("403 for users, 405 for what is no PUT", async () => {
    const authorization = `Bearer ${await gateway.token("u1")}`;
    expect(await put("/datasets/d/a.csv", "x", { authorization })).toMatchObject({ status: 403, code: "FORBIDDEN" });
    const response = await fetch(`${gateway.url}/datasets/d/a.csv`, { headers: { authorization: admin } });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "PUT"]);
    expect(await open.stored()).toEqual(before);
  });

  test("413 as soon as more has come than may, and nothing is left of it", async () => {
    const refused = await put("/datasets/d/a.csv", stream(MAX_BYTES / 1_000 + 100, 1_000));
    expect(refused).toMatchObject({ status: 413, code: "BAD_USER_INPUT" });
    expect(refused.message).toContain(`${MAX_BYTES} bytes`);
    expect(await open.stored()).toEqual(before);
  });

  test("409 while the dataset is imported", async () => {
    await open.loader.plan(["hang"]);
    await put("/datasets/busy/a.csv", "x");
    await open.ask("importDataset", { id: "busy" });
    expect(await put("/datasets/busy/b.csv", "x")).toMatchObject({ status: 409, code: "BAD_USER_INPUT" });
    await open.ask("cancelImport", { id: "busy" });
    await open.until("busy", "CANCELLED");
    expect((await put("/datasets/busy/b.csv", "x")).status).toBe(200);
  });

  /** Sends the head of a request, and hands out the request once it was asked for the body. */
  function begin(
    path: string,
    headers: Record<string, string>,
  ): Promise<{ request: ReturnType<typeof httpRequest>; status?: number }> {
    return new Promise((resolve, reject) => {
      const request = httpRequest(`${gateway.url}${path}`, { method: "PUT", headers });
      request.once("continue", () => resolve({ request }));
      request.once("response", (response) => resolve({ request, status: response.statusCode ?? 0 }));
      request.once("error", reject);
      request.flushHeaders();
    });
  }

  test("whoever goes away in the middle leaves nothing behind", async () => {
    const { request } = await begin("/datasets/d/a.csv", { authorization: admin, expect: "100-continue" });
    request.write("x".repeat(10_000));
    while ((await open.stored()).length === before.length);
    request.on("error", () => {});
    request.destroy();
    while ((await open.stored()).length !== before.length);
    expect(await open.stored()).toEqual(before);
  });

  test("whoever asks first is refused before a byte is sent", async () => {
    const { request, status } = await begin("/datasets/d/a.csv", { expect: "100-continue", "content-length": "1000" });
    expect(status).toBe(401);
    request.on("error", () => {});
    request.destroy();
  });
});
