import { createFamilyLoader } from "@marquee/platform/aliases/family-loader.js";
import { createFamilyWatch } from "@marquee/platform/aliases/family-watch.js";
import { USUAL_REPLAY_LIMITS } from "@marquee/platform/config/replay-config.js";
import { watchApplied } from "@marquee/platform/projection/applied-watch.js";
import { openChangeFeed } from "@marquee/platform/projection/change-feed.js";
import { createReplayGate } from "@marquee/platform/projection/replay-gate.js";
import { createSubgraphEndpoint } from "@marquee/platform/subgraph/create-subgraph-endpoint.js";
import type { Subgraph, SubgraphDependencies } from "@marquee/platform/subgraph/subgraph.js";
import { readReviewChange } from "@marquee/schema/events/review-changes.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { readGraphqlFile } from "@marquee/schema/graphql/read-graphql-file.js";
import { createContext } from "./context.js";
import { MOVIE_PROJECTION } from "./projection/movie-projection.js";
import { reviewResolvers } from "./resolvers/review-resolvers.js";
import type { ReviewStores } from "./store/review-stores.js";
import { isReviewableMovie } from "./use-cases/find-reviewable-movie.js";

/** How long a mutation waits for its event to be folded, and for a movie that was added a moment ago. */
const WAIT_MS = 2_000;
const MAX_BUFFERED = 1_000;

/** Serves reviews, their lists, votes and feed; projectors.ts folds what it serves. Resolves when its feed is followed. */
export async function createReviewsSubgraph({
  stores,
  log,
  cursors,
  clock,
  logger: parentLogger,
  metrics,
  replayLimits = USUAL_REPLAY_LIMITS,
}: SubgraphDependencies<ReviewStores>): Promise<Subgraph> {
  const logger = parentLogger.child({ subgraph: "reviews" });
  const { reviews: store, feed: feedStore, movies } = stores;
  const closing = new AbortController();
  const changes = await openChangeFeed({
    log,
    topic: TOPICS.reviewChanges,
    read: readReviewChange,
    appliedFallback: feedStore.applied,
    logger,
  });
  const followed = watchApplied({ log, group: MOVIE_PROJECTION, topic: TOPICS.movies });
  const isReviewable = (movieId: string) => isReviewableMovie({ log, movies, followed, waitMs: WAIT_MS }, movieId);
  const families = createFamilyLoader(stores.aliases);
  const familyWatch = createFamilyWatch(families);
  const writing = { log, store, families, isReviewable, applied: changes.applied, cursors, clock, waitMs: WAIT_MS };
  const replays = createReplayGate(replayLimits, { subgraph: "reviews", metrics });
  const following = {
    log,
    familyWatch,
    changes,
    feedStore,
    cursors,
    maxBuffered: MAX_BUFFERED,
    replays,
    closing: closing.signal,
  };
  const endpoint = createSubgraphEndpoint({
    name: "reviews",
    typeDefs: readGraphqlFile("reviews.graphql"),
    resolvers: reviewResolvers({ ...writing, ...following }),
    createContext: (request) => createContext(store, families, request),
    logger,
    metrics,
  });
  return {
    name: "reviews",
    endpoint,
    ready: async () => void (await store.count()),
    async close() {
      closing.abort();
      familyWatch.close();
      await changes.close();
    },
  };
}
