import { expect, test } from "vitest";
import { popularityScore } from "./popularity-score.js";

test.each([
  [0, 0, 0],
  [1, 10, 3.708],
  [2, 15, 2.955],
  [1000, 7000, 4.523],
])("%i ratings with sum %i score %f", (count, sum, score) => expect(popularityScore({ count, sum })).toBe(score));
