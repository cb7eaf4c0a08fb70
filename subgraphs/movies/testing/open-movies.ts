import { createCursorSigner } from "@marquee/platform/cursor/signed-cursor.js";
import { openEmbeddedEventLog } from "@marquee/platform/event-log/embedded-event-log.js";
import { createMetrics } from "@marquee/platform/service/metrics.js";
import type { SqliteDatabase } from "@marquee/platform/store/sqlite-database.js";
import type { Subgraph } from "@marquee/platform/subgraph/subgraph.js";
import type { Viewer } from "@marquee/platform/subgraph/subgraph-endpoint.js";
import { FixedClock } from "@marquee/platform/testing/fixed-clock.js";
import { createRecordingLogger } from "@marquee/platform/testing/recording-logger.js";
import { openTempDatabase } from "@marquee/platform/testing/temp-database.js";
import { type WatchedLog, watchLog } from "@marquee/platform/testing/watched-log.js";
import { type CatalogueEntry, MovieUpserted } from "@marquee/schema/events/movie-upserted.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { catalogueEntry } from "@marquee/schema/testing/catalogue-entry.js";
import { createMoviesSubgraph } from "../app.js";
import { MOVIE_TABLES } from "../store/embedded-movie-tables.js";

export interface OpenedMovies {
  subgraph: Subgraph;
  watched: WatchedLog;
  /** Calls to the database's readers since the count was last asked for. */
  takeReads(): number;
  /** Resolves when the catalogue shows them. */
  put(...movies: [id: string, facts: Partial<CatalogueEntry> & { title: string }][]): Promise<void>;
  // biome-ignore lint/suspicious/noExplicitAny: what a query gives is for the test to know
  run(query: string, variables?: Record<string, unknown>, viewer?: Viewer | null): Promise<any>;
  /** As at the start, but for what the log holds. */
  empty(): Promise<void>;
  close(): Promise<void>;
}

/** The subgraph on embedded engines in a folder of its own. */
export async function openMovies(): Promise<OpenedMovies> {
  const temp = await openTempDatabase();
  let reads = 0;
  const database: SqliteDatabase = {
    all: (sql, params) => {
      reads += 1;
      return temp.database.all(sql, params);
    },
    allMany: (sql, paramSets) => {
      reads += 1;
      return temp.database.allMany(sql, paramSets);
    },
    write: (statements) => temp.database.write(statements),
    close: () => temp.database.close(),
  };
  const clock = new FixedClock("2026-03-01T12:00:00Z");
  // On the database itself, so that only the subgraph's reads are counted.
  const watched = watchLog(await openEmbeddedEventLog({ database: temp.database, partitions: 2, clock }));
  const subgraph = await createMoviesSubgraph({
    ...{ database, log: watched.log, clock, logger: createRecordingLogger() },
    ...{ cursors: createCursorSigner(["k".repeat(32)]), metrics: createMetrics() },
  });
  return {
    subgraph,
    watched,
    takeReads() {
      const taken = reads;
      reads = 0;
      return taken;
    },
    async put(...movies) {
      const messages = movies.map(([movieId, facts]) =>
        MovieUpserted.encode(
          MovieUpserted.create({
            ...{ eventId: movieId, occurredAt: 0, origin: "import" },
            ...{ movieId, movie: catalogueEntry(facts) },
          }),
        ),
      );
      await watched.appendAndFold("movies", TOPICS.movies, messages);
    },
    run: (query, variables = {}, viewer = null) =>
      subgraph.endpoint.execute({ query, variables, viewer, requestId: "test" }),
    async empty() {
      await temp.database.write(MOVIE_TABLES.map((table) => ({ sql: `DELETE FROM ${table}`, paramSets: [[]] })));
    },
    async close() {
      await subgraph.close();
      await watched.log.close();
      await temp.close();
    },
  };
}
