// The fold on the real engine: repeats, batches cut anew, and writes that are lost, time out or land at the very end.
import type { CqlDatabase, CqlMutation } from "@marquee/platform/store/cql-database.js";
import { openTestCassandra, type TestCassandra } from "@marquee/platform/testing/cassandra-test-database.js";
import { type Fate, fates, WriteFailed } from "@marquee/platform/testing/faulty-writes.js";
import { projectWithCrashes, tries } from "@marquee/platform/testing/project-with-crashes.js";
import { readTableMigrations } from "@marquee/schema/tables/read-table-migrations.js";
import fc from "fast-check";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { createMovieProjection } from "../projection/movie-projection.js";
import { asLogMessage, generatedLog, IMDB_IDS, MOVIE_IDS, TITLES, YEARS } from "../projection/testing/generated-log.js";
import { pureCatalogue } from "../projection/testing/pure-catalogue.js";
import { cassandraCatalogue } from "./cassandra-catalogue.js";

let cassandra: TestCassandra;
beforeAll(async () => {
  cassandra = await openTestCassandra(inject("cassandra"), [readTableMigrations("movies")]);
});
afterAll(() => cassandra?.close());

it("ends as the pure fold of the log, in every answer", async () => {
  await fc.assert(
    fc.asyncProperty(generatedLog, fates, tries, async (log, writes, attempts) => {
      await cassandra.truncate("movies", "movies_by_external_id", "movies_by_title", "movies_counts");
      const faulty = failing(cassandra.database, writes);
      const projection = createMovieProjection(cassandraCatalogue(faulty.database));
      await projectWithCrashes(projection, log.map(asLogMessage), attempts);
      await faulty.settle();

      const catalogue = cassandraCatalogue(cassandra.database);
      const pure = pureCatalogue(log);
      const movies = (await catalogue.findByIds(MOVIE_IDS)).map(({ id, title, retired, replacedBy }) => [
        id,
        { title, retired, replacedBy },
      ]);
      expect(new Map(movies as [])).toEqual(
        new Map([...pure.movies].map(([id, { title, retired, replacedBy }]) => [id, { title, retired, replacedBy }])),
      );
      const imdb = IMDB_IDS.map((id) => ({ source: "imdb", id }));
      expect(await catalogue.findIdsByExternalIds(imdb)).toEqual(IMDB_IDS.map(pure.withImdb));
      const titles = TITLES.flatMap((title) => YEARS.map((year) => ({ title, year })));
      expect(await catalogue.findIdsByTitles(titles)).toEqual(
        titles.map(({ title, year }) => pure.called(title, year)),
      );
      expect(await catalogue.count()).toBe(pure.count);
    }),
    { numRuns: Number(process.env.MODEL_RUNS ?? 1000) / 50, endOnFailure: true },
  );
});

/** The database, with mutations that fail; those that are late land when it is settled. */
function failing(database: CqlDatabase, fates: readonly Fate[]) {
  const late: CqlMutation[] = [];
  let next = 0;
  const write = async (mutations: readonly CqlMutation[]) => {
    const fated = mutations.map((mutation) => ({ mutation, fate: fates[next++] ?? "lands" }));
    const landing = fated.filter(({ fate }) => fate === "lands" || fate === "timeout");
    await database.write(landing.map(({ mutation }) => mutation));
    late.push(...fated.filter(({ fate }) => typeof fate === "object").map(({ mutation }) => mutation));
    if (fated.some(({ fate }) => fate !== "lands")) throw new WriteFailed("failed");
  };
  return {
    database: { all: database.all, allMany: database.allMany, write } as unknown as CqlDatabase,
    settle: () => database.write(late),
  };
}
