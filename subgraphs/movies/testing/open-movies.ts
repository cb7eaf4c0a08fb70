import { createCursorSigner } from "@marquee/platform/cursor/signed-cursor.js";
import { openEmbeddedEventLog } from "@marquee/platform/event-log/embedded-event-log.js";
import { startProjectors } from "@marquee/platform/projection/start-projectors.js";
import { createMetrics } from "@marquee/platform/service/metrics.js";
import type { Subgraph } from "@marquee/platform/subgraph/subgraph.js";
import type { Viewer } from "@marquee/platform/subgraph/subgraph-endpoint.js";
import { countReads } from "@marquee/platform/testing/count-reads.js";
import { FixedClock } from "@marquee/platform/testing/fixed-clock.js";
import { createRecordingLogger } from "@marquee/platform/testing/recording-logger.js";
import { openTempDatabase } from "@marquee/platform/testing/temp-database.js";
import { type WatchedLog, watchLog } from "@marquee/platform/testing/watched-log.js";
import { type CatalogueEntry, MovieUpserted } from "@marquee/schema/events/movie-upserted.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { catalogueEntry } from "@marquee/schema/testing/catalogue-entry.js";
import { createMoviesSubgraph } from "../app.js";
import { moviesProjectorPlans } from "../projectors.js";
import { openEmbeddedMovieStores } from "../store/embedded-movie-stores.js";
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

/** The subgraph and its projectors on embedded engines in a folder of their own. */
export async function openMovies(): Promise<OpenedMovies> {
  const temp = await openTempDatabase();
  const { database, reads } = countReads(temp.database);
  const clock = new FixedClock("2026-03-01T12:00:00Z");
  // On the database itself, so that only the subgraph's reads are counted.
  const watched = watchLog(await openEmbeddedEventLog({ database: temp.database, partitions: 2, clock }));
  const stores = await openEmbeddedMovieStores(database);
  const shared = { log: watched.log, logger: createRecordingLogger(), metrics: createMetrics() };
  const projectors = await startProjectors({
    ...shared,
    plans: moviesProjectorPlans(stores),
    deadLettersTopic: TOPICS.deadLetters,
  });
  const cursors = createCursorSigner(["k".repeat(32)]);
  const subgraph = await createMoviesSubgraph({ ...shared, stores, clock, cursors });
  let taken = 0;
  return {
    subgraph,
    watched,
    takeReads() {
      const before = taken;
      taken = reads();
      return taken - before;
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
      await projectors.close();
      await watched.log.close();
      await temp.close();
    },
  };
}
