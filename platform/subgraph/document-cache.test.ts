import { buildSchema } from "graphql";
import { describe, expect, it } from "vitest";
import { createDocumentCache } from "./document-cache.js";

const documents = () => createDocumentCache(buildSchema("type Query { viewer: String }"));

describe("the document cache", () => {
  it("parses and validates a document once", () => {
    const cache = documents();
    const { document } = cache.prepare("{ viewer }", undefined);
    expect(cache.prepare("{ viewer }", undefined).document).toBe(document);
    expect(cache.prepare("{  viewer }", undefined).document).not.toBe(document);
  });

  it("forgets the oldest documents", () => {
    const cache = documents();
    const first = cache.prepare("{ viewer }", undefined).document;
    for (let index = 0; index < 1_000; index += 1) cache.prepare(`{ v${index}: viewer }`, undefined);
    expect(cache.prepare("{ viewer }", undefined).document).not.toBe(first);
  });

  it("keeps no document that is longer than all that it may keep, but runs it", () => {
    const cache = documents();
    const long = `{ viewer } #${"x".repeat(4 * 1024 * 1024)}`;
    expect(cache.prepare(long, undefined).document).not.toBe(cache.prepare(long, undefined).document);
  });
});
