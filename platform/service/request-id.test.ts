import { describe, expect, it } from "vitest";
import { requestIdOf } from "./request-id.js";

describe("requestIdOf", () => {
  it.each(["a", "trace.01_B-c", "x".repeat(64)])("keeps %s", (id) => {
    expect(requestIdOf(id)).toBe(id);
  });

  it.each([undefined, null, 7, ["a"], "", "x".repeat(65), "a b", "a\n", "é"])("replaces %j by a UUIDv7", (given) => {
    expect(requestIdOf(given)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
