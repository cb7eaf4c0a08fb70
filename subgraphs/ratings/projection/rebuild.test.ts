// replay-gives-the-same-state: tables folded from the log anew are those that were folded as it was written.
import { foldBatch } from "@marquee/platform/projection/projector.js";
import { migrateEmbedded } from "@marquee/platform/store/migrate-embedded.js";
import type { SqliteDatabase } from "@marquee/platform/store/sqlite-database.js";
import { openTempDatabase } from "@marquee/platform/testing/temp-database.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { embeddedRatingFoldStore } from "../store/embedded-rating-fold-store.js";
import { embeddedTables } from "../store/embedded-tables.js";
import { ratingProjection } from "./rating-projection.js";
import { asLogMessage, type GeneratedMessage, generatedLog } from "./testing/generated-log.js";

type Open = Awaited<ReturnType<typeof openTempDatabase>>;

let first: Open;
let second: Open;
beforeAll(async () => {
  first = await openTempDatabase();
  second = await openTempDatabase();
  for (const { database } of [first, second]) await migrateEmbedded(database, "ratings", embeddedTables);
});
afterAll(async () => {
  await first.close();
  await second.close();
});

it("replay-gives-the-same-state", async () => {
  await fc.assert(
    fc.asyncProperty(generatedLog, fc.integer({ min: 1, max: 7 }), async (log, batchSize) => {
      await fold(first.database, log, batchSize);
      await fold(second.database, log, log.length);
      expect(await tables(second.database)).toEqual(await tables(first.database));
    }),
    { numRuns: Math.ceil(Number(process.env.MODEL_RUNS ?? 1_000) / 40) },
  );
});

async function fold(database: SqliteDatabase, log: GeneratedMessage[], batchSize: number): Promise<void> {
  await database.write(
    ["buckets", "told", "totals", "statistics", "feed"].map((table) => ({
      sql: `DELETE FROM ratings_${table}`,
      paramSets: [[]],
    })),
  );
  // A rebuild publishes nothing.
  const { changesTopic: _, ...projection } = ratingProjection(embeddedRatingFoldStore(database));
  for (let done = 0; done < log.length; done += batchSize) {
    const messages = log.slice(done, done + batchSize).map(asLogMessage);
    await foldBatch(
      { log: { append: async () => [] } as never, projection, deadLettersTopic: TOPICS.deadLetters },
      { topic: TOPICS.ratings, partition: 0, committed: (log[done - 1]?.position ?? -1) + 1, messages },
    );
  }
}

/** What queries and replays read. How long event ids are remembered depends on the batches, and decides nothing. */
async function tables(database: SqliteDatabase) {
  const [buckets, told, totals, statistics, feed] = await Promise.all([
    database.all(`SELECT movie_id, user_id, score, rated_at, position, iif(user_id = '', data, '') AS counts
      FROM ratings_buckets ORDER BY 1, 2`),
    database.all("SELECT * FROM ratings_told ORDER BY 1, 2"),
    database.all("SELECT movie_id, counts, position FROM ratings_totals ORDER BY 1"),
    database.all("SELECT * FROM ratings_statistics"),
    database.all("SELECT * FROM ratings_feed ORDER BY 1, 2"),
  ]);
  return { buckets, told, totals, statistics, feed };
}
