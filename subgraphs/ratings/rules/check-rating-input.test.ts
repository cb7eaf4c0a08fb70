import { describe, expect, it } from "vitest";
import { checkRatingInput } from "./check-rating-input.js";

const good = { movieId: "imdb:tt0111161", score: 8, idempotencyKey: null };
const fields = (input: object) => checkRatingInput({ ...good, ...input }).map(({ field }) => field.join("."));

describe("checkRatingInput", () => {
  it("takes every score from 1 to 10", () => {
    for (let score = 1; score <= 10; score++) expect(fields({ score })).toEqual([]);
  });

  it.each([0, 11, -1, 7.5, Number.NaN])("refuses a score of %s", (score) => {
    expect(fields({ score })).toEqual(["input.score"]);
  });

  it("reports every fault at once", () => {
    expect(fields({ movieId: "", score: 0, idempotencyKey: "" })).toEqual([
      "input.movieId",
      "input.score",
      "input.idempotencyKey",
    ]);
    expect(fields({ idempotencyKey: "k".repeat(129) })).toEqual(["input.idempotencyKey"]);
  });
});
