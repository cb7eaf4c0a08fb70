import type { Closeable } from "@marquee/platform/event-log/event-log.js";
import { openChangeFeed } from "@marquee/platform/projection/change-feed.js";
import { createFeedPruner } from "@marquee/platform/projection/feed-pruner.js";
import type { Projection } from "@marquee/platform/projection/projection.js";
import { type Projector, startProjector } from "@marquee/platform/projection/projector.js";
import { migrateEmbedded } from "@marquee/platform/store/migrate-embedded.js";
import { createSubgraphEndpoint } from "@marquee/platform/subgraph/create-subgraph-endpoint.js";
import type { Subgraph, SubgraphDependencies } from "@marquee/platform/subgraph/subgraph.js";
import { readReviewChange } from "@marquee/schema/events/review-changes.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { readGraphqlFile } from "@marquee/schema/graphql/read-graphql-file.js";
import { createContext } from "./context.js";
import { movieProjection } from "./projection/movie-projection.js";
import { reviewProjection } from "./projection/review-projection.js";
import { reviewResolvers } from "./resolvers/review-resolvers.js";
import { embeddedMovieStore } from "./store/embedded-movie-store.js";
import { embeddedReviewFeedStore } from "./store/embedded-review-feed-store.js";
import { embeddedReviewFoldStore } from "./store/embedded-review-fold-store.js";
import { embeddedReviewStore } from "./store/embedded-review-store.js";
import { embeddedTables } from "./store/embedded-tables.js";
import { isReviewableMovie } from "./use-cases/find-reviewable-movie.js";

const DAY_MS = 24 * 60 * 60 * 1000;
/** How long a mutation waits for its event to be folded, and for a movie that was added a moment ago. */
const WAIT_MS = 2_000;
const MAX_BUFFERED = 1_000;

export interface ReviewsOptions {
  /** How long replays reach back; default a day. */
  feedRetentionMs?: number;
}

/** Reviews, their lists, votes and feed. Resolves when the tables are there and the projectors run. */
export async function createReviewsSubgraph(
  { database, log, cursors, clock, logger: parentLogger, metrics }: SubgraphDependencies,
  { feedRetentionMs = DAY_MS }: ReviewsOptions = {},
): Promise<Subgraph> {
  const logger = parentLogger.child({ subgraph: "reviews" });
  await migrateEmbedded(database, "reviews", embeddedTables);
  const store = embeddedReviewStore(database);
  const feedStore = embeddedReviewFeedStore(database);
  const movies = embeddedMovieStore(database);
  const pruner = createFeedPruner({ store: feedStore, retentionMs: feedRetentionMs, clock, logger });
  const folded = metrics.counter({
    name: "marquee_projection_messages_total",
    help: "Messages of the log that were folded into tables.",
    labelNames: ["projection", "outcome"],
  });
  const closing = new AbortController();
  const opened: Closeable[] = [pruner];

  async function project<Event>(projection: Projection<Event>): Promise<Projector> {
    const onFolded = ({ messages, deadLetters }: { messages: number; deadLetters: number }) => {
      folded.inc({ projection: projection.name, outcome: "folded" }, messages - deadLetters);
      folded.inc({ projection: projection.name, outcome: "dead_letter" }, deadLetters);
      pruner.folded();
    };
    const deadLettersTopic = TOPICS.deadLetters;
    const projector = await startProjector({ log, projection, deadLettersTopic, logger, onFolded });
    opened.push(projector);
    return projector;
  }

  async function close(): Promise<void> {
    closing.abort();
    for (const part of opened.splice(0).reverse()) await part.close();
  }

  try {
    const movieProjector = await project(movieProjection(movies));
    const followed = movieProjector.applied;
    const projector = await project(reviewProjection(embeddedReviewFoldStore(database)));
    const changes = await openChangeFeed({
      log,
      topic: TOPICS.reviewChanges,
      read: readReviewChange,
      appliedFallback: feedStore.applied,
      logger,
    });
    opened.push(changes);
    const isReviewable = (movieId: string) => isReviewableMovie({ log, movies, followed, waitMs: WAIT_MS }, movieId);
    const writing = { log, store, isReviewable, applied: changes.applied, cursors, clock, waitMs: WAIT_MS };
    const following = { log, changes, feedStore, cursors, maxBuffered: MAX_BUFFERED, closing: closing.signal };
    const endpoint = createSubgraphEndpoint({
      name: "reviews",
      typeDefs: readGraphqlFile("reviews.graphql"),
      resolvers: reviewResolvers({ ...writing, ...following }),
      createContext: (request) => createContext(store, request),
      logger,
      metrics,
    });
    return {
      name: "reviews",
      endpoint,
      ready: async () => void (await store.count()),
      caughtUp: async () => void (await Promise.all([movieProjector.caughtUp(), projector.caughtUp()])),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
