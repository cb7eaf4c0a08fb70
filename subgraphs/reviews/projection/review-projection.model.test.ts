// The fold is held against a model: whatever is generated, however the log is cut into batches, and wherever a projector dies
// between any two steps (its writes lost, timed out, or landing late; members that have lost the partition writing between them),
// the tables end as the pure fold of the log.

import { migrateEmbedded } from "@marquee/platform/store/migrate-embedded.js";
import { type Fate, fates, WriteFailed } from "@marquee/platform/testing/faulty-writes.js";
import { ModelCassandra } from "@marquee/platform/testing/model-cassandra/model-cassandra.js";
import { projectWithCrashes, tries } from "@marquee/platform/testing/project-with-crashes.js";
import { openTempDatabase, type TempDatabase } from "@marquee/platform/testing/temp-database.js";
import { lateRisers, withZombies, zombieLives } from "@marquee/platform/testing/zombies.js";
import { readTableMigrations } from "@marquee/schema/tables/read-table-migrations.js";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isFedReview } from "../rules/fed-review.js";
import { openCassandraReviewStores } from "../store/cassandra-review-stores.js";
import { embeddedReviewFoldStore } from "../store/embedded-review-fold-store.js";
import { embeddedTables } from "../store/embedded-tables.js";
import type { ReviewFoldStore } from "../store/review-fold-store.js";
import { reviewProjection } from "./review-projection.js";
import { changesIn, listRows, shownLists, sorted, standingIn } from "./testing/expected-tables.js";
import { asLogMessage, generatedLog } from "./testing/generated-log.js";
import { pureFold } from "./testing/pure-fold.js";
import { writingAfter } from "./testing/writing-after.js";

const tables = [readTableMigrations("reviews")];

describe("the review projection on Cassandra, crashed between any two steps", () => {
  it("ends as the pure fold of the log, with every change published in order", async () => {
    await fc.assert(
      fc.asyncProperty(
        generatedLog,
        fates,
        tries,
        zombieLives,
        lateRisers,
        async (log, writes, attempts, lives, risers) => {
          const database = new ModelCassandra(tables, writes);
          const { fold, reviews } = openCassandraReviewStores(database);
          const { projection, layToRest } = withZombies(
            (beforeWriting) => reviewProjection(writingAfter(fold, beforeWriting)),
            lives,
            risers,
          );
          const published = await projectWithCrashes(projection, log.map(asLogMessage), attempts);
          await layToRest();
          database.settle();
          const model = pureFold(log);
          expect(statesIn(database)).toEqual(model.reviews);
          for (const [table, rows] of Object.entries(listRows(model)))
            expect(sorted(database.rows(table))).toEqual(rows);
          const [statistics] = database.rows("reviews_statistics");
          expect(statistics).toMatchObject({ reviews: standingIn(model), position: log.at(-1)?.position });
          expect(changesIn(published)).toEqual(model.changes);
          const feed = database.rows("reviews_feed").map(({ value }) => JSON.parse(String(value)));
          expect(feed).toEqual(model.changes.filter(isFedReview));
          for (const { page, keys } of shownLists(model)) {
            const [shown] = await reviews.listByMovie([page]);
            expect(shown?.map(({ userId }) => userId)).toEqual(keys);
          }
        },
      ),
      { numRuns: Number(process.env.MODEL_RUNS ?? 500) },
    );
  });
});

describe("the review projection on the embedded store", () => {
  let temp: TempDatabase;
  beforeAll(async () => {
    temp = await openTempDatabase();
    await migrateEmbedded(temp.database, "reviews", embeddedTables);
  });
  afterAll(() => temp.close());

  it("ends as the pure fold of the log, and a rebuild from the log gives the same tables", async () => {
    await fc.assert(
      fc.asyncProperty(generatedLog, fates, tries, async (log, writes, attempts) => {
        await empty();
        const store = embeddedReviewFoldStore(temp.database);
        const projection = reviewProjection(failing(store, writes));
        const published = await projectWithCrashes(projection, log.map(asLogMessage), attempts);
        const model = pureFold(log);
        expect(changesIn(published)).toEqual(model.changes);
        const tables = await contents();
        expect(tables.standing).toHaveLength(standingIn(model));
        expect(tables.partitions).toEqual([
          { partition: 0, reviews: standingIn(model), position: log.at(-1)?.position },
        ]);
        expect(tables.feed.map(({ value }) => JSON.parse(value as string))).toEqual(model.changes.filter(isFedReview));

        await empty();
        await projectWithCrashes(reviewProjection(store), log.map(asLogMessage), []);
        expect(await contents()).toEqual(tables);
      }),
      { numRuns: Math.ceil(Number(process.env.MODEL_RUNS ?? 1000) / 50) },
    );
  });

  const TABLES = ["reviews_states", "reviews_voters", "reviews_listed", "reviews_partitions", "reviews_feed"];

  async function empty(): Promise<void> {
    await temp.database.write(TABLES.map((table) => ({ sql: `DELETE FROM ${table}`, paramSets: [[]] })));
  }

  /** All that queries and later batches go by; what is remembered of old events depends on how the log was cut. */
  async function contents() {
    const all = (sql: string) => temp.database.all<Record<string, unknown>>(sql);
    return {
      states:
        await all(`SELECT movie_id, user_id, content, changed_at, up, total, imported_up, imported_total, votes_since,
        position FROM reviews_states ORDER BY 1, 2`),
      voters: await all("SELECT movie_id, user_id, voter_id, helpful, position FROM reviews_voters ORDER BY 1, 2, 3"),
      listed: await all("SELECT * FROM reviews_listed ORDER BY 1, 2"),
      standing: await all("SELECT 1 FROM reviews_listed WHERE created_at IS NOT NULL"),
      partitions: await all("SELECT partition, reviews, position FROM reviews_partitions"),
      feed: await all("SELECT * FROM reviews_feed ORDER BY position"),
    };
  }
});

/** The store, with writes that are lost or time out. */
function failing(store: ReviewFoldStore, fates: readonly Fate[]): ReviewFoldStore {
  let next = 0;
  const write = async (land: () => Promise<void>) => {
    const fate = fates[next++] ?? "lands";
    if (fate === "lost" || typeof fate === "object") throw new WriteFailed("lost");
    await land();
    if (fate === "timeout") throw new WriteFailed("timeout");
  };
  return {
    load: (request) => store.load(request),
    writeReviews: (reviews) => write(() => store.writeReviews(reviews)),
    writeFollowers: (followers) => write(() => store.writeFollowers(followers)),
  };
}

function statesIn(database: ModelCassandra) {
  const states = database.rows("reviews_states").filter(({ voter_id }) => voter_id === "");
  return new Map(
    states.map(({ movie_id, user_id, content, changed_at, up, total }) => [
      `${movie_id} ${user_id}`,
      { content: content === "" ? null : JSON.parse(String(content)), changedAt: changed_at, votes: { up, total } },
    ]),
  );
}
