// The fold is held against a model: whatever is generated, however the log is cut into batches, and wherever a projector dies
// between any two steps (its writes lost, timed out, or landing late), the tables end as the pure fold of the log.

import { addTo } from "@marquee/platform/projection/stamped-tally.js";
import { fates } from "@marquee/platform/testing/faulty-writes.js";
import { firstOfEach, projectWithCrashes, tries } from "@marquee/platform/testing/project-with-crashes.js";
import { readRatingChanges } from "@marquee/schema/events/rating-changes.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { COUNTS_SIZE, totalsOf } from "../rules/rating-counts.js";
import { ratingProjection } from "./rating-projection.js";
import { asLogMessage, generatedLog } from "./testing/generated-log.js";
import { ModelFoldStore } from "./testing/model-fold-store.js";
import { pureFold } from "./testing/pure-fold.js";

describe("the rating projection, crashed between any two steps", () => {
  it("ends as the pure fold of the log, with every change published in order", async () => {
    await fc.assert(
      fc.asyncProperty(generatedLog, fates, tries, async (log, writes, attempts) => {
        const store = new ModelFoldStore(writes);
        const published = await projectWithCrashes(ratingProjection(store), log.map(asLogMessage), attempts);
        store.settle();
        const model = pureFold(log);
        expect(scoresOf(store)).toEqual(standing(model.scores));
        expect(listedOf(store)).toEqual(model.scores);
        expect(totalsIn(store)).toEqual(model.totals);
        expect(bucketTotals(store)).toEqual(model.totals);
        const all = [...model.scores.values()].filter((score) => score !== null);
        expect(store.statistics).toMatchObject({
          ratings: all.length,
          sumOfScores: all.reduce((sum, score) => sum + score, 0),
        });
        expect(changesIn(published)).toEqual(model.changes);
        expect([...store.feed.keys()].sort((a, b) => a - b)).toEqual(model.changes.map(({ position }) => position));
      }),
      { numRuns: Number(process.env.MODEL_RUNS ?? 800) },
    );
  });
});

/** What consumers make of what was published, as the model tells it. */
function changesIn(published: readonly string[]) {
  return firstOfEach(published.map(readRatingChanges)).flatMap((record) => {
    if (record.type === "Progress") return [];
    const { position, movieId, totals } = record;
    const changes = record.changes.map(({ eventId, userId, score, previousScore }) => ({
      eventId,
      userId,
      score,
      previousScore,
    }));
    return [{ position, movieId, totals, changes }];
  });
}

/** A row may be there for what was asked of it alone: one without a score says what no row says. */
function scoresOf(store: ModelFoldStore) {
  return standing([...store.rows].map(([key, row]) => [key, row.score] as const));
}

function standing(scores: Iterable<readonly [string, number | null]>) {
  return new Map([...scores].filter(([, score]) => score !== null));
}

function listedOf(store: ModelFoldStore) {
  return new Map([...store.listed].map(([key, rating]) => [key, rating.score]));
}

function totalsIn(store: ModelFoldStore) {
  return new Map([...store.tallies].map(([movieId, tally]) => [movieId, totalsOf(tally.counts)]));
}

function bucketTotals(store: ModelFoldStore) {
  const sums = new Map<string, number[]>();
  for (const [key, { counts }] of store.states) {
    const movieId = key.split(" ")[0] ?? "";
    const sum = sums.get(movieId) ?? new Array<number>(COUNTS_SIZE).fill(0);
    addTo(
      sum,
      counts.map((count, index) => [index, count] as const),
      1,
    );
    sums.set(movieId, sum);
  }
  // A bucket may have been touched by steps without effect alone.
  return new Map([...sums].filter(([movieId]) => store.tallies.has(movieId)).map(([id, sum]) => [id, totalsOf(sum)]));
}
