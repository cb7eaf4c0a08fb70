import { join } from "node:path";
import { createCursorSigner } from "@marquee/platform/cursor/signed-cursor.js";
import { openEmbeddedEventLog } from "@marquee/platform/event-log/embedded-event-log.js";
import { startProjectors } from "@marquee/platform/projection/start-projectors.js";
import { createMetrics } from "@marquee/platform/service/metrics.js";
import { openSqliteDatabase } from "@marquee/platform/store/open-sqlite-database.js";
import type { Role, SubgraphRequest } from "@marquee/platform/subgraph/subgraph-endpoint.js";
import { countReads } from "@marquee/platform/testing/count-reads.js";
import { FixedClock } from "@marquee/platform/testing/fixed-clock.js";
import { createRecordingLogger } from "@marquee/platform/testing/recording-logger.js";
import { openTempFolder } from "@marquee/platform/testing/temp-folder.js";
import { MovieRetired } from "@marquee/schema/events/movie-retired.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { movieNamed } from "@marquee/schema/testing/movie-named.js";
import { createReviewsSubgraph } from "../app.js";
import { reviewProjectorPlans } from "../projectors.js";
import { openEmbeddedReviewStores } from "../store/embedded-review-stores.js";

const CURSOR_KEY = "a key for tests alone, of 32 characters or more";

export interface Caller {
  userId: string;
  roles?: Role[];
}

/** The subgraph and its projectors on embedded engines in a folder, a database that counts reads, and a clock that is moved by hand. */
export async function openTestReviews(
  options: { folder?: { path: string; close(): Promise<void> }; feedRetentionMs?: number } = {},
) {
  const folder = options.folder ?? (await openTempFolder());
  const database = await openSqliteDatabase({ file: join(folder.path, "marquee.db") });
  const counting = countReads(database);
  const clock = new FixedClock();
  const log = await openEmbeddedEventLog({ database, partitions: 3, clock });
  const logger = createRecordingLogger();
  const metrics = createMetrics();
  const stores = await openEmbeddedReviewStores(counting.database);
  const plans = reviewProjectorPlans(stores, { clock, logger, feedRetentionMs: options.feedRetentionMs });
  const projectors = await startProjectors({ log, plans, deadLettersTopic: TOPICS.deadLetters, logger, metrics });
  const cursors = createCursorSigner([CURSOR_KEY]);
  const subgraph = await createReviewsSubgraph({ stores, log, cursors, clock, logger, metrics });
  const request = (query: string, variables: Record<string, unknown>, caller?: Caller): SubgraphRequest => ({
    query,
    variables,
    requestId: "test",
    viewer:
      caller === undefined
        ? null
        : { userId: caller.userId, roles: caller.roles ?? ["USER"], expiresAt: Number.MAX_SAFE_INTEGER },
  });

  async function stop(): Promise<void> {
    await subgraph.close();
    await projectors.close();
    await log.close();
    await database.close();
  }

  return {
    folder,
    clock,
    log,
    logger,
    subgraph,
    caughtUp: () => projectors.caughtUp(),
    reads: counting.reads,
    /** biome-ignore lint/suspicious/noExplicitAny: tests look into answers as clients do. */
    async execute(query: string, variables: Record<string, unknown> = {}, caller?: Caller): Promise<any> {
      return JSON.parse(JSON.stringify(await subgraph.endpoint.execute(request(query, variables, caller))));
    },
    subscribe: (query: string, variables: Record<string, unknown> = {}, after?: string) =>
      subgraph.endpoint.subscribe({ ...request(query, variables), ...(after === undefined ? {} : { after }) }),
    async addMovies(...movieIds: string[]) {
      await log.append(
        TOPICS.movies,
        movieIds.map((movieId) => movieNamed(movieId)),
      );
    },
    async retireMovie(movieId: string, replacedBy: string | null = null) {
      const event = MovieRetired.create({
        eventId: `retired ${movieId}`,
        occurredAt: 0,
        origin: "live",
        movieId,
        replacedBy,
      });
      await log.append(MovieRetired.topic, [MovieRetired.encode(event)]);
      // Nobody waits for it as for a movie that is not known yet.
      await projectors.caughtUp();
    },
    /** Ends it and leaves its files. */
    stop,
    async close() {
      await stop();
      await folder.close();
    },
  };
}

export type TestReviews = Awaited<ReturnType<typeof openTestReviews>>;
