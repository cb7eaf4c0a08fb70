import { describe, expect, it } from "vitest";
import { countParameters } from "./libsql-statement.js";

describe("countParameters", () => {
  it.each([
    ["SELECT 1", 0],
    ["SELECT ?, ?", 2],
    ["SELECT ?2, ?1, ?2", 2],
    ["SELECT ?3, ?", 4],
    ["SELECT '?', \"?\", '''?', ? -- ?\n, ? /* ? */", 2],
    ["SELECT :name", undefined],
  ])("%s", (sql, count) => {
    expect(countParameters(sql)).toBe(count);
  });
});
