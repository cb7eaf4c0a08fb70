// The fold is held against a model: whatever is generated, however the log is cut into batches, and wherever a projector dies
// between any two steps (its writes lost, timed out, or landing late), the tables end as the pure fold of the log.
import type { EventLog, NewMessage } from "@marquee/platform/event-log/event-log.js";
import { foldBatch } from "@marquee/platform/projection/projector.js";
import { addTo } from "@marquee/platform/projection/stamped-tally.js";
import { readRatingChanges } from "@marquee/schema/events/rating-changes.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { COUNTS_SIZE, totalsOf } from "../rules/rating-counts.js";
import { ratingProjection } from "./rating-projection.js";
import { asLogMessage, type GeneratedMessage, generatedLog } from "./testing/generated-log.js";
import { type Fate, ModelFoldStore } from "./testing/model-fold-store.js";
import { pureFold } from "./testing/pure-fold.js";

const fate: fc.Arbitrary<Fate> = fc.oneof(
  { weight: 30, arbitrary: fc.constant<Fate>("lands") },
  { weight: 1, arbitrary: fc.constant<Fate>("lost") },
  { weight: 1, arbitrary: fc.constant<Fate>("timeout") },
  { weight: 2, arbitrary: fc.record({ lateBy: fc.integer({ min: 1, max: 40 }) }) },
);
const publishing = fc.oneof(
  { weight: 4, arbitrary: fc.constant("published" as const) },
  // The producer dies before, in the middle of, or after its append; or right before the commit.
  { weight: 1, arbitrary: fc.constantFrom("lost" as const, "half" as const, "timeout" as const, "crash" as const) },
);

describe("the rating projection, crashed between any two steps", () => {
  it("ends as the pure fold of the log, with every change published in order", async () => {
    await fc.assert(
      fc.asyncProperty(
        generatedLog,
        fc.array(fate, { maxLength: 200, size: "max" }),
        fc.array(fc.record({ size: fc.integer({ min: 1, max: 12 }), publishing }), {
          minLength: 1,
          maxLength: 30,
          size: "max",
        }),
        async (log, fates, tries) => {
          const { store, published } = await project(log, fates, tries);
          const model = pureFold(log);
          expect(scoresOf(store)).toEqual(model.scores);
          expect(listedOf(store)).toEqual(model.scores);
          expect(totalsIn(store)).toEqual(model.totals);
          expect(bucketTotals(store)).toEqual(model.totals);
          const all = [...model.scores.values()].filter((score) => score !== null);
          expect(store.statistics).toMatchObject({
            ratings: all.length,
            sumOfScores: all.reduce((sum, score) => sum + score, 0),
          });
          expect(firstOfEach(published)).toEqual(model.changes);
          expect([...store.feed.keys()].sort((a, b) => a - b)).toEqual(model.changes.map(({ position }) => position));
        },
      ),
      { numRuns: Number(process.env.MODEL_RUNS ?? 800) },
    );
  });
});

async function project(
  log: GeneratedMessage[],
  fates: readonly Fate[],
  tries: readonly { size: number; publishing: "published" | "lost" | "half" | "timeout" | "crash" }[],
) {
  let nextFate = 0;
  const store = new ModelFoldStore(() => fates[nextFate++] ?? "lands");
  const projection = ratingProjection(store);
  const published: string[] = [];
  let done = 0;
  for (let attempt = 0; done < log.length; attempt++) {
    const { size, publishing } = tries[attempt] ?? { size: log.length, publishing: "published" };
    const messages = log.slice(done, done + size).map(asLogMessage);
    const committed = (log[done - 1]?.position ?? -1) + 1;
    const append = async (topic: string, records: readonly NewMessage[]) => {
      if (topic !== TOPICS.ratingChanges) return [];
      if (publishing === "lost") throw new Error("lost");
      const landed = publishing === "half" ? records.slice(0, Math.ceil(records.length / 2)) : records;
      published.push(...landed.map(({ value }) => value));
      if (publishing !== "published" && publishing !== "crash") throw new Error(publishing);
      return [];
    };
    try {
      await foldBatch(
        { log: { append } as unknown as EventLog, projection, deadLettersTopic: TOPICS.deadLetters },
        { topic: TOPICS.ratings, partition: 0, committed, messages },
      );
      if (publishing !== "crash") done += messages.length;
    } catch {
      // The projector died; the next one starts from what is committed.
    }
  }
  store.settle();
  return { store, published };
}

/** What a consumer keeps: source positions above the highest it has seen. */
function firstOfEach(published: readonly string[]) {
  let highest = -1;
  return published.flatMap((value) => {
    const record = readRatingChanges(value);
    if (record.position <= highest) return [];
    highest = record.position;
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

function scoresOf(store: ModelFoldStore) {
  return new Map([...store.rows].map(([key, row]) => [key, row.score]));
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
