import { createFamilyLoader } from "@marquee/platform/aliases/family-loader.js";
import { createFamilyWatch } from "@marquee/platform/aliases/family-watch.js";
import { USUAL_REPLAY_LIMITS } from "@marquee/platform/config/replay-config.js";
import { watchApplied } from "@marquee/platform/projection/applied-watch.js";
import { openChangeFeed } from "@marquee/platform/projection/change-feed.js";
import { createReplayGate } from "@marquee/platform/projection/replay-gate.js";
import { createSubgraphEndpoint } from "@marquee/platform/subgraph/create-subgraph-endpoint.js";
import type { Subgraph, SubgraphDependencies } from "@marquee/platform/subgraph/subgraph.js";
import { readRatingChanges } from "@marquee/schema/events/rating-changes.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { readGraphqlFile } from "@marquee/schema/graphql/read-graphql-file.js";
import type { RatingServices, SubgraphContext } from "./context.js";
import { signFeedCursor } from "./live/feed-cursor.js";
import type { RatingRecord } from "./live/rating-record.js";
import { createLoaders } from "./loaders.js";
import { MOVIE_FACTS_PROJECTION } from "./projection/movie-facts-projection.js";
import { resolvers } from "./resolvers/resolvers.js";
import type { RatingStores } from "./store/rating-stores.js";
import { findRateableMovie } from "./use-cases/find-rateable-movie.js";

/** How long a mutation waits for its event to be folded, and for a movie that was added a moment ago. */
const WAIT_MS = 2_000;

/** The ratings subgraph, serving what the projectors of `projectors.ts` have folded, wherever they run. */
export async function createRatingsSubgraph(
  deps: SubgraphDependencies<Pick<RatingStores, "ratings" | "feed" | "facts" | "aliases">>,
): Promise<Subgraph> {
  const { stores, log, clock, cursors } = deps;
  const { ratings, feed, facts } = stores;
  const families = createFamilyLoader(stores.aliases);
  const familyWatch = createFamilyWatch(families);
  const logger = deps.logger.child({ subgraph: "ratings" });
  // Asked before anything is opened: when it can't be told, this is called again.
  const partitions = Array.from({ length: await log.partitions(TOPICS.ratings) }, (_, partition) => partition);
  const changes = await openChangeFeed<RatingRecord>({
    log,
    topic: TOPICS.ratingChanges,
    read: readRatingChanges,
    appliedFallback: (partition) => feed.applied(partition),
    logger,
  });

  const followed = watchApplied({ log, group: MOVIE_FACTS_PROJECTION, topic: TOPICS.movies });
  const partitionOf = (movieId: string) => log.partitionOf(TOPICS.ratings, movieId);
  const replays = createReplayGate(deps.replayLimits ?? USUAL_REPLAY_LIMITS, {
    subgraph: "ratings",
    metrics: deps.metrics,
  });
  const services: RatingServices = {
    ratings,
    cursors,
    families,
    feed: { changes, store: feed, cursors, clock, replays, partitions, partitionOf, families, familyWatch },
    writes: {
      log,
      clock,
      ratings,
      applied: changes.applied,
      appliedTimeoutMs: WAIT_MS,
      findMovie: (movieId) => findRateableMovie({ log, facts, families, followed, timeoutMs: WAIT_MS }, movieId),
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
      loaders: createLoaders(ratings, families, async (movieId) => changes.applied.of(await partitionOf(movieId))),
    }),
  });
  return {
    name: "ratings",
    endpoint,
    ready: async () => void (await ratings.statistics()),
    close: () => {
      familyWatch.close();
      return changes.close();
    },
  };
}
