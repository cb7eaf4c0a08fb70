import { systemClock } from "@marquee/platform/clock/clock.js";
import { createCursorSigner } from "@marquee/platform/cursor/signed-cursor.js";
import { openEmbeddedEventLog } from "@marquee/platform/event-log/embedded-event-log.js";
import { startProjectors } from "@marquee/platform/projection/start-projectors.js";
import { createMetrics } from "@marquee/platform/service/metrics.js";
import type { SubgraphRequest } from "@marquee/platform/subgraph/subgraph-endpoint.js";
import { countReads } from "@marquee/platform/testing/count-reads.js";
import { createRecordingLogger } from "@marquee/platform/testing/recording-logger.js";
import { openTempDatabase } from "@marquee/platform/testing/temp-database.js";
import { MovieUpserted } from "@marquee/schema/events/movie-upserted.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { movieNamed } from "@marquee/schema/testing/movie-named.js";
import { createRatingsSubgraph } from "../app.js";
import { ratingProjectorPlans } from "../projectors.js";
import { openEmbeddedRatingStores } from "../store/embedded-rating-stores.js";

export const TEST_CURSOR_KEY = "a key for tests alone, of 32 characters or more";

/** The subgraph and its projectors on embedded engines in a temporary folder, and a database that counts reads. */
export async function openTestRatings() {
  const temp = await openTempDatabase();
  const counting = countReads(temp.database);
  const log = await openEmbeddedEventLog({ database: temp.database, partitions: 3, clock: systemClock });
  const logger = createRecordingLogger();
  const cursors = createCursorSigner([TEST_CURSOR_KEY]);
  const metrics = createMetrics();
  const stores = await openEmbeddedRatingStores(counting.database);
  const projectors = await startProjectors({
    log,
    plans: ratingProjectorPlans(await openEmbeddedRatingStores(temp.database), { clock: systemClock, logger }),
    deadLettersTopic: TOPICS.deadLetters,
    logger,
    metrics,
  });
  const subgraph = await createRatingsSubgraph({ stores, log, cursors, clock: systemClock, logger, metrics });
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
    caughtUp: () => projectors.caughtUp(),
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
        movieIds.map((movieId) => movieNamed(movieId, { genres: [movieId.startsWith("comedy") ? "Comedy" : "Drama"] })),
      );
    },
    async close() {
      await subgraph.close();
      await projectors.close();
      await log.close();
      await temp.close();
    },
  };
}

export type TestRatings = Awaited<ReturnType<typeof openTestRatings>>;
