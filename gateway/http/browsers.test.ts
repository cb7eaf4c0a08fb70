// What an answer says to a browser, and which pages may read it.
import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createFakeSubgraphs } from "../testing/fake-subgraphs.js";
import { startTestGateway, type TestGateway } from "../testing/test-gateway.js";

let gateway: TestGateway;
let behindTls: TestGateway;

beforeAll(async () => {
  const { endpoints } = createFakeSubgraphs();
  gateway = await startTestGateway(endpoints, { environment: { ALLOWED_ORIGINS: "https://friend.example" } });
  behindTls = await startTestGateway(endpoints, {
    environment: { HSTS_MAX_AGE_SECONDS: "31536000", ALLOWED_ORIGINS: "*" },
  });
});
afterAll(() => Promise.all([gateway.close(), behindTls.close()]));

const POST = { method: "POST", headers: { "content-type": "application/json" } };
const HTML = { headers: { accept: "text/html" } };

describe("every answer", () => {
  test.each<[what: string, path: string, init: RequestInit]>([
    ["of an operation", "/graphql", { ...POST, body: '{"query":"{ __typename }"}' }],
    ["of one that is refused", "/graphql", { ...POST, body: '{"query":"{"}' }],
    ["of a body that is no JSON", "/graphql", { ...POST, body: "{" }],
    ["of a form", "/graphql", { method: "POST", body: "x" }],
    ["of a preflight", "/graphql", { method: "OPTIONS" }],
    ["of the schema", "/schema.graphql", {}],
    ["of health", "/healthz/live", {}],
    ["of metrics", "/metrics", {}],
    ["of Sandbox", "/", HTML],
    ["of GraphiQL", "/graphiql", HTML],
    ["of a part of a page", "/explorers/explorers.css", {}],
    ["of nothing", "/nothing", {}],
  ])("%s is safe in a browser", async (_what, path, init) => {
    const { headers } = await fetch(`${gateway.url}${path}`, { redirect: "manual", ...init });
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("content-security-policy")).toMatch(/^default-src 'none'; frame-ancestors 'none'/);
    expect(headers.get("content-security-policy")).not.toMatch(/script-src[^;]*unsafe/);
    expect(headers.get("x-powered-by")).toBeNull();
    expect(headers.get("strict-transport-security")).toBeNull();
  });

  test("to who gets no websocket, too", async () => {
    const headers = await new Promise<NodeJS.Dict<string | string[]>>((resolve, reject) => {
      const upgrade = { connection: "upgrade", upgrade: "websocket", origin: "https://evil.example" };
      request(`${gateway.url}/graphql`, { headers: upgrade }, (response) => resolve(response.headers))
        .once("error", reject)
        .end();
    });
    expect(headers).toMatchObject({ "x-content-type-options": "nosniff", "x-frame-options": "DENY" });
  });

  test("insists on TLS where it is configured", async () => {
    const { headers } = await fetch(`${behindTls.url}/graphql`, { ...POST, body: '{"query":"{ __typename }"}' });
    expect(headers.get("strict-transport-security")).toBe("max-age=31536000");
  });
});

describe("a page of another origin", () => {
  const preflight = (origin: string, to = gateway) =>
    fetch(`${to.url}/graphql`, {
      method: "OPTIONS",
      headers: {
        origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,content-type",
      },
    });
  const query = (origin: string, to = gateway) =>
    fetch(`${to.url}/graphql`, { ...POST, headers: { ...POST.headers, origin }, body: '{"query":"{ __typename }"}' });

  test("on the list may send operations with a token, and read the answers", async () => {
    const { status, headers } = await preflight("https://friend.example");
    expect(status).toBe(204);
    expect(headers.get("access-control-allow-origin")).toBe("https://friend.example");
    expect(headers.get("access-control-allow-methods")).toContain("POST");
    expect(headers.get("access-control-allow-headers")).toMatch(/authorization.*content-type/);
    const answer = await query("https://friend.example");
    expect(answer.headers.get("access-control-allow-origin")).toBe("https://friend.example");
    expect(answer.headers.get("access-control-expose-headers")).toContain("retry-after");
    expect(answer.headers.get("vary")).toMatch(/origin/i);
    for (const { headers: sent } of [answer, await preflight("https://friend.example")]) {
      expect(sent.get("access-control-allow-credentials")).toBeNull();
    }
  });

  test.each(["https://evil.example", "null", "https://friend.example.evil.example"])("%s may not", async (origin) => {
    for (const answer of [await preflight(origin), await query(origin)]) {
      expect(answer.headers.get("access-control-allow-origin")).toBeNull();
      expect(answer.headers.get("access-control-allow-headers")).toBeNull();
    }
  });

  test("whichever it is may, with *, but never with credentials", async () => {
    for (const answer of [
      await preflight("https://any.example", behindTls),
      await query("https://any.example", behindTls),
    ]) {
      expect(answer.headers.get("access-control-allow-origin")).toBe("*");
      expect(answer.headers.get("access-control-allow-credentials")).toBeNull();
    }
  });
});

describe("a person with a browser", () => {
  test("finds Apollo Sandbox at / and by the endpoint, and GraphiQL beside it", async () => {
    for (const path of ["/", "/graphql"]) {
      const page = await fetch(`${gateway.url}${path}`, HTML);
      expect(page.url).toBe(`${gateway.url}/`);
      const html = await page.text();
      expect(html).toContain("embeddable-sandbox.cdn.apollographql.com");
      expect(html).toContain('href="/graphiql"');
    }
  });

  test("is sent no script, style or picture of GraphiQL's from elsewhere, and nothing inline", async () => {
    const page = await fetch(`${gateway.url}/graphiql`, HTML);
    const html = await page.text();
    expect(html).not.toMatch(/https?:|<script(?![^>]* src=")|<style| on\w+="/);
    expect(page.headers.get("content-security-policy")).not.toContain("http");
    const parts = [...html.matchAll(/(?:src|href)="(\/explorers\/(?!graphiql\/)[^"]+)"/g)].map(([, path]) => path);
    expect(parts.length).toBeGreaterThan(1);
    for (const path of parts) expect((await fetch(`${gateway.url}${path}`)).status).toBe(200);
  });

  test("gets no other file", async () => {
    for (const path of ["/explorers/..%2fpackage.json", "/explorers/%2e%2e/%2e%2e/package.json", "/explorers/"]) {
      expect((await fetch(`${gateway.url}${path}`)).status).toBe(404);
    }
  });

  test("can still send a query by address with a header that forms can't send", async () => {
    const address = `${gateway.url}/graphql?query=${encodeURIComponent("{ __typename }")}`;
    const answer = await fetch(address, { headers: { "apollo-require-preflight": "1" } });
    expect(await answer.json()).toEqual({ data: { __typename: "Query" } });
  });
});
