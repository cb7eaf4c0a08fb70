import { expect, it } from "vitest";
import { deferEndpoint } from "./deferred-endpoint.js";

const request = { query: "{ a }", viewer: null, requestId: "r" };

it("refuses until the subgraph is there, and then is the subgraph", async () => {
  const endpoint = deferEndpoint("films");
  await expect(endpoint.execute(request)).rejects.toMatchObject({
    code: "UNAVAILABLE",
    message: expect.stringContaining("films"),
  });
  expect(() => endpoint.subscribe(request)).toThrow(expect.objectContaining({ code: "UNAVAILABLE" }));

  const feed = (async function* () {})();
  endpoint.open({ execute: async () => ({ data: { a: 1 } }), subscribe: () => feed });
  expect(await endpoint.execute(request)).toEqual({ data: { a: 1 } });
  expect(endpoint.subscribe(request)).toBe(feed);
});
