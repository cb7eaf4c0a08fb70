import { systemClock } from "@marquee/platform/clock/clock.js";
import { createCursorSigner } from "@marquee/platform/cursor/signed-cursor.js";
import { openEmbeddedEventLog } from "@marquee/platform/event-log/embedded-event-log.js";
import { createMetrics } from "@marquee/platform/service/metrics.js";
import type { SqliteDatabase } from "@marquee/platform/store/sqlite-database.js";
import type { SubgraphRequest } from "@marquee/platform/subgraph/subgraph-endpoint.js";
import { createRecordingLogger } from "@marquee/platform/testing/recording-logger.js";
import { openTempDatabase } from "@marquee/platform/testing/temp-database.js";
import { MovieUpserted } from "@marquee/schema/events/movie-upserted.js";
import { createRatingsSubgraph } from "../app.js";

export const TEST_CURSOR_KEY = "a key for tests alone, of 32 characters or more";

/** The subgraph on embedded engines in a temporary folder, and a database that counts reads. */
export async function openTestRatings() {
  const temp = await openTempDatabase();
  const counting = countReads(temp.database);
  const log = await openEmbeddedEventLog({ database: temp.database, partitions: 3, clock: systemClock });
  const logger = createRecordingLogger();
  const cursors = createCursorSigner([TEST_CURSOR_KEY]);
  const subgraph = await createRatingsSubgraph({
    database: counting.database,
    log,
    cursors,
    clock: systemClock,
    logger,
    metrics: createMetrics(),
  });
  const request = (query: string, variables: Record<string, unknown> = {}, userId?: string): SubgraphRequest => ({
    query,
    variables,
    requestId: "test",
    viewer: userId === undefined ? null : { userId, roles: ["USER"], expiresAt: Number.MAX_SAFE_INTEGER },
  });
  return {
    log,
    cursors,
    logger,
    endpoint: subgraph.endpoint,
    database: temp.database,
    reads: () => counting.reads(),
    /** biome-ignore lint/suspicious/noExplicitAny: tests look into answers as clients do. */
    async execute(query: string, variables?: Record<string, unknown>, userId?: string): Promise<any> {
      return JSON.parse(JSON.stringify(await subgraph.endpoint.execute(request(query, variables, userId))));
    },
    subscribe: (query: string, variables?: Record<string, unknown>, after?: string) =>
      subgraph.endpoint.subscribe({ ...request(query, variables), ...(after === undefined ? {} : { after }) }),
    async addMovies(...movieIds: string[]) {
      await log.append(
        MovieUpserted.topic,
        movieIds.map((movieId) => MovieUpserted.encode(movieNamed(movieId))),
      );
    },
    async close() {
      await subgraph.close();
      await log.close();
      await temp.close();
    },
  };
}

export type TestRatings = Awaited<ReturnType<typeof openTestRatings>>;

function movieNamed(movieId: string) {
  return MovieUpserted.create({
    eventId: `added ${movieId}`,
    occurredAt: 0,
    origin: "live",
    movieId,
    movie: {
      title: movieId,
      originalTitle: null,
      kind: "MOVIE",
      releaseYear: 1999,
      releaseDate: null,
      runtimeMinutes: 100,
      genres: movieId.startsWith("comedy") ? ["Comedy"] : ["Drama"],
      countries: ["IN"],
      availableIn: [],
      directors: [],
      cast: [],
      languages: [],
      keywords: [],
      contentRating: null,
      description: null,
      externalIds: [],
    },
  });
}

function countReads(database: SqliteDatabase) {
  let reads = 0;
  return {
    reads: () => reads,
    database: {
      all: <Row>(...args: Parameters<SqliteDatabase["all"]>) => {
        reads++;
        return database.all<Row>(...args);
      },
      allMany: <Row>(...args: Parameters<SqliteDatabase["allMany"]>) => {
        reads++;
        return database.allMany<Row>(...args);
      },
      write: (statements) => database.write(statements),
      close: () => database.close(),
    } satisfies SqliteDatabase,
  };
}
