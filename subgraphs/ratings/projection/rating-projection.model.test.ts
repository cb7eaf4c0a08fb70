// The fold is held against a model: whatever is generated, however the log is cut into batches, and wherever a projector dies
// between any two steps (its writes lost, timed out, or landing late; members that have lost the partition writing between them),
// the tables end as the pure fold of the log.

import type { Projection } from "@marquee/platform/projection/projection.js";
import { addTo } from "@marquee/platform/projection/stamped-tally.js";
import { fates } from "@marquee/platform/testing/faulty-writes.js";
import { ModelCassandra } from "@marquee/platform/testing/model-cassandra/model-cassandra.js";
import { firstOfEach, projectWithCrashes, tries } from "@marquee/platform/testing/project-with-crashes.js";
import { lateRisers, withZombies, zombieLives } from "@marquee/platform/testing/zombies.js";
import { readRatingChanges } from "@marquee/schema/events/rating-changes.js";
import type { RatingLogEvent } from "@marquee/schema/events/rating-events.js";
import { readTableMigrations } from "@marquee/schema/tables/read-table-migrations.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { COUNTS_SIZE, type Totals, totalsOf } from "../rules/rating-counts.js";
import { openCassandraRatingStores } from "../store/cassandra-rating-stores.js";
import { ratingProjection } from "./rating-projection.js";
import { asLogMessage, generatedLog } from "./testing/generated-log.js";
import { type PureFold, pureFold } from "./testing/pure-fold.js";

const RUNS = Number(process.env.MODEL_RUNS ?? 300);
const TIMEOUT_MS = 60_000 + 100 * RUNS;

const tables = [readTableMigrations("ratings")];

describe("the rating projection, crashed between any two steps", () => {
  it(
    "ends as the pure fold of the log, with every change published in order",
    async () => {
      await fc.assert(
        fc.asyncProperty(
          generatedLog,
          fates,
          tries,
          zombieLives,
          lateRisers,
          turns,
          async (log, writes, attempts, lives, risers, members) => {
            const database = new ModelCassandra(tables, writes);
            const { projection, layToRest } = withZombies(projectionOn(database, members), lives, risers);
            const published = await projectWithCrashes(projection, log.map(asLogMessage), attempts);
            await layToRest();
            database.settle();
            const model = pureFold(log);
            expect(scoresIn(database)).toEqual(standing(model.scores));
            expect(listsIn(database)).toEqual({ byUser: model.listed, byMovie: model.listed, places: model.listed });
            expect(unlistedMonths(database)).toEqual([]);
            expect(rated(totalsIn(database), model)).toEqual(model.totals);
            expect(rated(bucketTotals(database), model)).toEqual(model.totals);
            expect(database.rows("ratings_statistics")[0] ?? {}).toMatchObject(statisticsOf(model));
            expect(changesIn(published)).toEqual(model.changes);
            expect(changesIn(database.rows("ratings_feed").map(({ value }) => String(value)))).toEqual(model.changes);
          },
        ),
        { numRuns: RUNS },
      );
    },
    TIMEOUT_MS,
  );
});

/** By number of the batch: which of two processes, each with what it remembers, has the partition; 2: one that has just begun. */
const turns = fc.array(
  fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 2 }) }),
  { maxLength: 40, size: "max" },
);

function projectionOn(database: ModelCassandra, members: readonly number[]) {
  const { fold } = openCassandraRatingStores(database);
  return (beforeWriting: () => Promise<void>): Projection<RatingLogEvent> => {
    const begin = () =>
      ratingProjection({
        ...fold,
        async write(buckets, followers) {
          await beforeWriting();
          await fold.write(buckets, followers);
        },
      });
    const processes = [begin(), begin()];
    let batches = 0;
    return { ...begin(), apply: (batch) => (processes[members[batches++] ?? 0] ?? begin()).apply(batch) };
  };
}

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
function scoresIn(database: ModelCassandra) {
  const users = database.rows("ratings_buckets").filter(({ user_id }) => user_id !== "");
  return new Map(
    users.flatMap(({ movie_id, user_id, score }) => (score === 0 ? [] : [[`${movie_id} ${user_id}`, score]])),
  );
}

function standing(scores: Iterable<readonly [string, number | null]>) {
  return new Map([...scores].filter(([, score]) => score !== null));
}

/** The three lists; an entry that stands in a list twice counts as a key of its own. */
function listsIn(database: ModelCassandra) {
  const entriesOf = (table: string) => {
    const entries = new Map<string, { score: unknown; ratedAt: unknown }>();
    for (const { movie_id, user_id, score, rated_at } of database.rows(table)) {
      const key = `${movie_id} ${user_id}`;
      entries.set(entries.has(key) ? `${key} again at ${rated_at}` : key, { score, ratedAt: rated_at });
    }
    return entries;
  };
  return {
    byUser: entriesOf("ratings_by_user"),
    byMovie: entriesOf("ratings_by_movie"),
    places: entriesOf("ratings_places"),
  };
}

/** Months that a movie's list has entries in, and that nobody would look into. */
function unlistedMonths(database: ModelCassandra) {
  const known = new Set(database.rows("ratings_months").map(({ movie_id, month }) => `${movie_id} ${month}`));
  const months = database.rows("ratings_by_movie").map(({ movie_id, month }) => `${movie_id} ${month}`);
  return months.filter((month) => !known.has(month));
}

function totalsIn(database: ModelCassandra) {
  const rows = database.rows("ratings_totals");
  return new Map(rows.map(({ movie_id, counts }) => [movie_id, totalsOf(JSON.parse(String(counts)))]));
}

function bucketTotals(database: ModelCassandra) {
  const sums = new Map<string, number[]>();
  for (const { movie_id, data } of database.rows("ratings_buckets").filter(({ user_id }) => user_id === "")) {
    const movieId = String(movie_id);
    const sum = sums.get(movieId) ?? new Array<number>(COUNTS_SIZE).fill(0);
    const counts = JSON.parse(String(data)) as number[];
    addTo(
      sum,
      counts.map((count, index) => [index, count] as const),
      1,
    );
    sums.set(movieId, sum);
  }
  return new Map([...sums].map(([id, sum]) => [id, totalsOf(sum)]));
}

/** That a movie has none is told where something was asked of it that changed nothing. */
function rated(totals: ReadonlyMap<unknown, Totals>, model: PureFold) {
  return new Map([...totals].filter(([movieId, { count }]) => count !== 0 || model.totals.has(String(movieId))));
}

function statisticsOf(model: PureFold) {
  const scores = [...model.listed.values()].map(({ score }) => score);
  if (scores.length === 0) return {};
  return { ratings: scores.length, sum_of_scores: scores.reduce((sum, score) => sum + score, 0) };
}
