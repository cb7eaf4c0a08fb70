import { createHash } from "node:crypto";
import { RatingsImported } from "@marquee/schema/events/ratings-imported.js";
import { ReviewSubmitted } from "@marquee/schema/events/review-submitted.js";
import { beforeAll, describe, expect, it } from "vitest";
import { smallRow, smallSample } from "../../testing/small-sample.js";
import { readCatalogue } from "../catalogue-file.js";
import type { CatalogueRow } from "../catalogue-row.js";
import { createSampleData, type SampleData } from "../sample-data.js";
import { ratingEvents, reviewEvent } from "../sample-events.js";
import { FIRST_RATED_AT, LAST_RATED_AT, type MadeRating, makeRatings } from "./make-ratings.js";
import { LABEL, type MadeReview, makeReviews } from "./make-reviews.js";

let sample: SampleData;
beforeAll(async () => {
  sample = createSampleData(await readCatalogue());
});

interface Made {
  row: CatalogueRow;
  ratings: MadeRating[];
  reviews: MadeReview[];
}

function* made(data: SampleData): Generator<Made> {
  for (const [index, row] of data.rows.entries()) {
    const ratings = makeRatings(row, data.ratingCounts[index] ?? 0, data.viewers, data.seed);
    yield { row, ratings, reviews: makeReviews(row, ratings, data.reviewCounts[index] ?? 0, data.seed) };
  }
}

function hashOf(data: SampleData, films: number): string {
  const hash = createHash("sha256");
  for (const one of made({ ...data, rows: data.rows.slice(0, films) })) hash.update(JSON.stringify(one));
  return hash.digest("hex");
}

describe("the made-up ratings and reviews", () => {
  it("come out as announced, each viewer once a film, within range", () => {
    let ratings = 0;
    let reviews = 0;
    let spoilers = 0;
    const viewers = new Set<number>();
    for (const one of made(sample)) {
      const who = new Set(one.ratings.map((rating) => rating.viewer));
      expect(who.size, one.row.id).toBe(one.ratings.length);
      expect(one.ratings.length).toBeGreaterThan(0);
      for (const { viewer, score, ratedAt } of one.ratings) {
        viewers.add(viewer);
        if (score < 1 || score > 10 || !Number.isInteger(score)) expect.fail(`score ${score}`);
        if (ratedAt < FIRST_RATED_AT || ratedAt > LAST_RATED_AT) expect.fail(`rated at ${ratedAt}`);
      }
      expect(new Set(one.reviews.map((review) => review.rating.viewer)).size).toBe(one.reviews.length);
      for (const { content, votes } of one.reviews) {
        if (!content.text.endsWith(LABEL)) expect.fail(content.text);
        if (votes.up > votes.total || votes.up < 0) expect.fail(`${votes.up} of ${votes.total} votes`);
        if (content.containsSpoilers) spoilers += 1;
      }
      ratings += one.ratings.length;
      reviews += one.reviews.length;
    }
    expect(ratings).toBeGreaterThan(180_000);
    expect(ratings).toBeLessThan(220_000);
    expect(reviews).toBeGreaterThan(18_000);
    expect(reviews).toBeLessThan(22_000);
    expect(spoilers / reviews).toBeGreaterThan(0.08);
    expect(spoilers / reviews).toBeLessThan(0.16);
    expect(viewers.size).toBe(5_000);
    expect([Math.min(...viewers), Math.max(...viewers)]).toEqual([1, 5_000]);
  });

  it("are the same on every machine for this seed and catalogue", () => {
    expect(hashOf(sample, 500)).toBe("f8b7e85aa999dfa2a986fe465dc0bd6114a253d3013cd713efe854861fbbe3f9");
  });

  it("do not depend on the films around them", () => {
    const second = [...made(sample)][1];
    const row = sample.rows[1] as CatalogueRow;
    const count = sample.ratingCounts[1] ?? 0;
    expect(makeRatings(row, count, sample.viewers, sample.seed)).toEqual(second?.ratings);
  });

  it("are others for another seed", () => {
    expect(hashOf(smallSample(5, { seed: 1 }), 5)).not.toBe(hashOf(smallSample(5, { seed: 2 }), 5));
  });

  it("are many for well-known films, few for others", () => {
    const films = sample.rows.map((row, index) => ({
      fame: row.criticReviews ?? 0,
      ratings: sample.ratingCounts[index] ?? 0,
    }));
    const byFame = films.toSorted((a, b) => b.fame - a.fame).map((film) => film.ratings);
    const mean = (part: number[]) => part.reduce((sum, count) => sum + count, 0) / part.length;
    expect(mean(byFame.slice(0, 50))).toBeGreaterThan(400);
    expect(mean(byFame.slice(-5_000))).toBeLessThan(5);
    expect(Math.max(...byFame)).toBeLessThanOrEqual(2_500);
  });

  it("are better for what critics liked, by about as much", () => {
    const mean = (tomatometer: number) => {
      const ratings = makeRatings({ ...smallRow(0), tomatometer }, 2_000, sample.viewers, 1);
      return ratings.reduce((sum, rating) => sum + rating.score, 0) / ratings.length;
    };
    expect(mean(95)).toBeGreaterThan(7);
    expect(mean(10)).toBeLessThan(4.7);
  });

  it("make events that the schema takes, ratings packed by at most 500", () => {
    let packs = 0;
    for (const { row, ratings, reviews } of made({ ...sample, rows: sample.rows.slice(-400) })) {
      for (const event of ratingEvents(row, ratings)) {
        packs += 1;
        RatingsImported.schema.parse(event);
      }
      for (const review of reviews) ReviewSubmitted.schema.parse(reviewEvent(row, review));
    }
    expect(packs).toBeGreaterThanOrEqual(400);
  });

  it("keep every rating when a film needs several packs", () => {
    const ratings = makeRatings(smallRow(0), 1_100, sample.viewers, 1);
    const events = ratingEvents(smallRow(0), ratings);
    expect(events.map((event) => event.ratings.length)).toEqual([500, 500, 100]);
    expect(events.flatMap((event) => event.ratings.map((rating) => rating.userId))).toEqual(
      ratings.map((rating) => `synthetic:${rating.viewer}`),
    );
    expect(new Set(events.map((event) => event.eventId)).size).toBe(3);
    expect(events[1]?.occurredAt).toBe(events[1]?.ratings.at(-1)?.ratedAt);
  });
});
