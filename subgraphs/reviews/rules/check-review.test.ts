import { describe, expect, it } from "vitest";
import { checkReview } from "./check-review.js";

const fieldsOf = (input: Parameters<typeof checkReview>[0]) => checkReview(input).map(({ field }) => field.join("."));

describe("checkReview", () => {
  it("takes texts up to 20,000 characters, however many bytes they are", () => {
    expect(checkReview({ text: "a" })).toEqual([]);
    expect(
      checkReview({
        text: "🎬".repeat(20_000),
        summary: "🎬".repeat(300),
        score: 10,
        idempotencyKey: "🔑".repeat(128),
      }),
    ).toEqual([]);
    expect(fieldsOf({ text: "🎬".repeat(20_001) })).toEqual(["input.text"]);
    expect(fieldsOf({ text: "a".repeat(40_001) })).toEqual(["input.text"]);
    expect(fieldsOf({ text: "a", summary: "a".repeat(301) })).toEqual(["input.summary"]);
  });

  it("refuses a text of nothing but blanks", () => {
    for (const text of ["", " ", "\n\t", "\u00a0\u3000"]) expect(fieldsOf({ text })).toEqual(["input.text"]);
  });

  it("refuses scores outside 1 to 10, and keys that are empty or too long", () => {
    for (const score of [0, 11, -1, 1.5]) expect(fieldsOf({ text: "a", score })).toEqual(["input.score"]);
    for (const key of ["", "k".repeat(129)])
      expect(fieldsOf({ text: "a", idempotencyKey: key })).toEqual(["input.idempotencyKey"]);
    expect(checkReview({ text: "a", score: null, summary: null, idempotencyKey: null })).toEqual([]);
  });

  it("tells of every mistake at once", () => {
    expect(fieldsOf({ text: " ", score: 0, idempotencyKey: "" })).toEqual([
      "input.text",
      "input.score",
      "input.idempotencyKey",
    ]);
  });
});
