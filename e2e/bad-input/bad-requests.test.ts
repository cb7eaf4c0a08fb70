import { request } from "undici";
import { describe, test } from "vitest";
import { answerOf } from "../environment/graphql-client.js";
import { startTriedServer } from "./start-tried-server.js";

const tried = startTriedServer();

describe("a request that is none", () => {
  const send = async (options: {
    method?: string;
    path?: string;
    headers?: Record<string, string>;
    body?: string | Buffer;
  }) => {
    const { statusCode, headers, body } = await request(`${tried.server.url}${options.path ?? "/graphql"}`, {
      method: (options.method ?? "POST") as "POST",
      dispatcher: tried.environment.agent,
      headers: options.headers ?? { "content-type": "application/json" },
      body: options.body ?? null,
    });
    return answerOf(statusCode, headers, await body.text());
  };
  const json = { "content-type": "application/json" };
  const mutation = encodeURIComponent('mutation { signOut(refreshToken: "x") }');

  test.each([
    ["JSON that is cut off", { body: '{"query":' }, 400, "BAD_USER_INPUT", /not valid JSON/],
    ["no body", {}, 400, "BAD_REQUEST", /./],
    [
      "a body that is text",
      { headers: { "content-type": "text/plain" }, body: "{ __typename }" },
      400,
      "BAD_REQUEST",
      /./,
    ],
    ["a list of operations", { body: '[{"query":"{__typename}"}]' }, 400, "BAD_REQUEST", /./],
    ["a query that is a number", { body: '{"query":7}' }, 400, "BAD_REQUEST", /./],
    ["variables that are text", { body: '{"query":"{__typename}","variables":"x"}' }, 400, "BAD_REQUEST", /./],
    [
      "bytes that are not what they are said to be",
      { headers: { ...json, "content-encoding": "gzip" }, body: "no gzip" },
      400,
      "BAD_USER_INPUT",
      /./,
    ],
    [
      "an encoding that nobody knows",
      { headers: { ...json, "content-encoding": "rot13" }, body: "{}" },
      415,
      "BAD_USER_INPUT",
      /./,
    ],
    [
      "a character set that nobody knows",
      { headers: { "content-type": "application/json; charset=klingon" }, body: "{}" },
      415,
      "BAD_USER_INPUT",
      /./,
    ],
    [
      "a body of more than 256 KiB",
      { body: JSON.stringify({ query: "{ __typename }", variables: { pad: "x".repeat(262_144) } }) },
      413,
      "BAD_USER_INPUT",
      /too large; the limit is 262144 bytes/,
    ],
    [
      "a mutation by GET",
      { method: "GET", path: `/graphql?query=${mutation}`, headers: { "apollo-require-preflight": "1" } },
      405,
      "BAD_REQUEST",
      /GET/,
    ],
    [
      "a form of another site",
      { method: "GET", path: "/graphql?query=%7B__typename%7D", headers: {} },
      400,
      "BAD_REQUEST",
      /CSRF|preflight/i,
    ],
    ["a method that makes no sense", { method: "DELETE", headers: json }, 405, "BAD_REQUEST", /./],
    [
      "a path that leads nowhere",
      { path: "/graphql/../../etc/passwd", body: "{}" },
      404,
      "NOT_FOUND",
      /GraphQL is at \/graphql/,
    ],
    ["a path that can't be decoded", { method: "GET", path: "/%E0%A4%A" }, 404, "NOT_FOUND", /./],
  ])("%s", async (_what, options, status, code, words) => {
    await tried.expectRefusal(await send(options), status, code, words);
  });
});
