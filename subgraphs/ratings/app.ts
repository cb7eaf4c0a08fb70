import { openChangeFeed } from "@marquee/platform/projection/change-feed.js";
import { createFeedPruner } from "@marquee/platform/projection/feed-pruner.js";
import { startProjector } from "@marquee/platform/projection/projector.js";
import { migrateEmbedded } from "@marquee/platform/store/migrate-embedded.js";
import { createSubgraphEndpoint } from "@marquee/platform/subgraph/create-subgraph-endpoint.js";
import type { Subgraph, SubgraphDependencies } from "@marquee/platform/subgraph/subgraph.js";
import { readRatingChanges } from "@marquee/schema/events/rating-changes.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { readGraphqlFile } from "@marquee/schema/graphql/read-graphql-file.js";
import type { RatingServices, SubgraphContext } from "./context.js";
import { signFeedCursor } from "./live/feed-cursor.js";
import type { RatingRecord } from "./live/rating-record.js";
import { createLoaders } from "./loaders.js";
import { movieFactsProjection } from "./projection/movie-facts-projection.js";
import { ratingProjection } from "./projection/rating-projection.js";
import { resolvers } from "./resolvers/resolvers.js";
import { embeddedMovieFactsStore } from "./store/embedded-movie-facts-store.js";
import { embeddedRatingFeedStore } from "./store/embedded-rating-feed-store.js";
import { embeddedRatingFoldStore } from "./store/embedded-rating-fold-store.js";
import { embeddedRatingStore } from "./store/embedded-rating-store.js";
import { embeddedTables } from "./store/embedded-tables.js";
import { findRateableMovie } from "./use-cases/find-rateable-movie.js";

/** How long a mutation waits for its event to be folded, and for a movie that was added a moment ago. */
const WAIT_MS = 2_000;

export interface RatingsOptions {
  /** How long replays reach back; default a day. */
  feedRetentionMs?: number;
}

/** The ratings subgraph with its projectors, in this process. */
export async function createRatingsSubgraph(
  deps: SubgraphDependencies,
  options: RatingsOptions = {},
): Promise<Subgraph> {
  const { database, log, clock, cursors } = deps;
  const logger = deps.logger.child({ subgraph: "ratings" });
  await migrateEmbedded(database, "ratings", embeddedTables);
  const ratings = embeddedRatingStore(database);
  const feedStore = embeddedRatingFeedStore(database);
  const facts = embeddedMovieFactsStore(database);
  const folded = deps.metrics.counter({
    name: "marquee_projection_messages_total",
    help: "Messages of the log that were folded into tables.",
    labelNames: ["projection", "outcome"],
  });
  const projectorOptions = { log, logger, deadLettersTopic: TOPICS.deadLetters };
  const movies = await startProjector({ ...projectorOptions, projection: movieFactsProjection(facts) });
  const pruner = createFeedPruner({
    store: feedStore,
    clock,
    logger,
    retentionMs: options.feedRetentionMs ?? 24 * 60 * 60 * 1000,
  });
  const projector = await startProjector({
    ...projectorOptions,
    projection: ratingProjection(embeddedRatingFoldStore(database)),
    onFolded: ({ messages, deadLetters }) => {
      folded.inc({ projection: "ratings", outcome: "folded" }, messages - deadLetters);
      folded.inc({ projection: "ratings", outcome: "dead_letter" }, deadLetters);
      pruner.folded();
    },
  });
  const changes = await openChangeFeed<RatingRecord>({
    log,
    topic: TOPICS.ratingChanges,
    read: readRatingChanges,
    appliedFallback: (partition) => feedStore.applied(partition),
    logger,
  });

  const partitionOf = (movieId: string) => log.partitionOf(TOPICS.ratings, movieId);
  const partitions = Array.from({ length: await log.partitions(TOPICS.ratings) }, (_, partition) => partition);
  const services: RatingServices = {
    ratings,
    cursors,
    feed: { changes, store: feedStore, cursors, clock, partitions, partitionOf },
    writes: {
      log,
      clock,
      ratings,
      applied: changes.applied,
      appliedTimeoutMs: WAIT_MS,
      findMovie: (movieId) => findRateableMovie({ log, facts, followed: movies.applied, timeoutMs: WAIT_MS }, movieId),
      signPosition: (movieId, partition, position) =>
        signFeedCursor(cursors, { movieId, positions: [[partition, position, 0]] }),
    },
  };
  const endpoint = createSubgraphEndpoint<SubgraphContext>({
    name: "ratings",
    typeDefs: readGraphqlFile("ratings.graphql"),
    resolvers,
    logger,
    metrics: deps.metrics,
    createContext: ({ viewer, after, signal }) => ({
      viewer,
      after: after ?? null,
      signal,
      services,
      loaders: createLoaders(ratings, async (movieId) => changes.applied.of(await partitionOf(movieId))),
    }),
  });
  return {
    name: "ratings",
    endpoint,
    ready: async () => void (await ratings.statistics()),
    async caughtUp() {
      await Promise.all([movies.caughtUp(), projector.caughtUp()]);
    },
    async close() {
      await changes.close();
      await projector.close();
      await pruner.close();
      await movies.close();
    },
  };
}
