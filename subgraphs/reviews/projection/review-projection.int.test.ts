// The model check of review-projection.model.test.ts, smaller, on a real Cassandra: what the model takes for granted holds there.

import { type CqlDatabase, cql } from "@marquee/platform/store/cql-database.js";
import { openTestCassandra, type TestCassandra } from "@marquee/platform/testing/cassandra-test-database.js";
import { fates } from "@marquee/platform/testing/faulty-writes.js";
import { projectWithCrashes, tries } from "@marquee/platform/testing/project-with-crashes.js";
import { withZombies, zombieLives } from "@marquee/platform/testing/zombies.js";
import { readTableMigrations } from "@marquee/schema/tables/read-table-migrations.js";
import fc from "fast-check";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { openCassandraReviewStores } from "../store/cassandra-review-stores.js";
import { reviewProjection } from "./review-projection.js";
import { changesIn, listRows, shownLists, sorted, standingIn } from "./testing/expected-tables.js";
import { faultyCassandra } from "./testing/faulty-cassandra.js";
import { asLogMessage, type GeneratedMessage, generatedLog } from "./testing/generated-log.js";
import { pureFold } from "./testing/pure-fold.js";
import { writingAfter } from "./testing/writing-after.js";

const LISTS_BY_MOVIE = {
  reviews_newest: "movie_id, contains_spoilers, user_id, created_at",
  reviews_top_exact: "movie_id, contains_spoilers, user_id, created_at, helpfulness",
  reviews_top_stepped: "movie_id, contains_spoilers, user_id, created_at, helpfulness, step",
};

let cassandra: TestCassandra;
beforeAll(async () => {
  cassandra = await openTestCassandra(inject("cassandra"), [readTableMigrations("reviews")]);
});
afterAll(() => cassandra?.close());

it("folds into Cassandra what the log means, whatever is repeated, cut differently, lost or late", async () => {
  const { database } = cassandra;
  let runs = 0;
  let standing = 0;
  await fc.assert(
    fc.asyncProperty(generatedLog, fates, tries, zombieLives, async (generated, writes, attempts, lives) => {
      const log = asRun(++runs, generated);
      const faulty = faultyCassandra(database, writes);
      const { fold } = openCassandraReviewStores(faulty.database);
      const { projection, layToRest } = withZombies(
        (beforeWriting) => reviewProjection(writingAfter(fold, beforeWriting)),
        lives,
      );
      const published = await projectWithCrashes(projection, log.map(asLogMessage), attempts);
      await layToRest();
      await faulty.settle();

      const model = pureFold(log);
      expect(changesIn(published)).toEqual(model.changes);
      expect(await listsIn(database, log)).toEqual(listRows(model));
      const { reviews } = openCassandraReviewStores(database);
      const found = await reviews.reviewsOf([...model.reviews.keys()].map(keyOf));
      expect(found.map((review) => review && [review.text, review.helpful, review.createdAt])).toEqual(
        [...model.reviews.values()].map(({ content, votes, changedAt }) => content && [content.text, votes, changedAt]),
      );
      for (const { page, keys } of shownLists(model)) {
        const [shown] = await reviews.listByMovie([page]);
        expect(shown?.map(({ userId }) => userId)).toEqual(keys);
      }
      standing += standingIn(model);
      expect(await reviews.count()).toBe(standing);
    }),
    // One log after the other in the same tables: what fails is not made smaller.
    { numRuns: Number(process.env.CASSANDRA_MODEL_RUNS ?? 25), endOnFailure: true },
  );
});

/** The same log further on, about movies and users of its own. */
function asRun(run: number, log: readonly GeneratedMessage[]): GeneratedMessage[] {
  const named = (id: string) => `${run}:${id}`;
  return log.map(({ position, appendedAt, event }) => ({
    position: run * 1_000 + position,
    appendedAt,
    event: event && { ...event, movieId: named(event.movieId), userId: named(event.userId) },
  }));
}

function keyOf(key: string) {
  const [movieId = "", userId = ""] = key.split(" ");
  return { movieId, userId };
}

async function listsIn(database: CqlDatabase, log: readonly GeneratedMessage[]) {
  const events = log.flatMap(({ event }) => event ?? []);
  const rowsOf = async (table: string, columns: string, key: string, ids: readonly string[]) => {
    const statement = cql(`SELECT ${columns} FROM ${table} WHERE ${key} = ?`, "text");
    const lists = await database.allMany<object>(
      statement,
      [...new Set(ids)].map((id) => [id]),
    );
    return sorted(lists.flat());
  };
  const lists: Record<string, object[]> = {};
  for (const [table, columns] of Object.entries(LISTS_BY_MOVIE)) {
    lists[table] = await rowsOf(
      table,
      columns,
      "movie_id",
      events.map(({ movieId }) => movieId),
    );
  }
  const users = events.map(({ userId }) => userId);
  lists.reviews_by_user = await rowsOf("reviews_by_user", "user_id, created_at, movie_id", "user_id", users);
  return lists;
}
