import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readReviewId, reviewId } from "./review-id.js";

describe("review ids", () => {
  it("give back the movie and the author", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (movieId, userId) => {
        expect(readReviewId(reviewId({ movieId, userId }))).toEqual({ movieId, userId });
      }),
    );
  });

  it("are null for anything else, and never a throw", () => {
    const id = reviewId({ movieId: "m", userId: "u" });
    const pair = (value: unknown) => `review.${Buffer.from(JSON.stringify(value)).toString("base64url")}`;
    const bad = [
      "",
      "review.",
      "review.!!",
      id.slice(1),
      `${id}=`,
      `${id} `,
      pair(["m"]),
      pair([1, 2]),
      pair({}),
      pair(["m", "u", "x"]),
    ];
    for (const text of bad) expect(readReviewId(text)).toBeNull();
    fc.assert(
      fc.property(fc.string(), (text) => readReviewId(text) === null && readReviewId(`review.${text}`) === null),
    );
  });
});
