import type { Clock } from "@marquee/platform/clock/clock.js";
import type { Logger } from "@marquee/platform/logger/logger.js";
import { createFeedPruner } from "@marquee/platform/projection/feed-pruner.js";
import type { ProjectorPlan } from "@marquee/platform/projection/start-projectors.js";
import { movieProjection } from "./projection/movie-projection.js";
import { reviewProjection } from "./projection/review-projection.js";
import type { ReviewStores } from "./store/review-stores.js";

const DAY_MS = 24 * 60 * 60 * 1000;

export interface ReviewProjectorsOptions {
  clock: Clock;
  logger: Logger;
  /** How long replays reach back; default a day. */
  feedRetentionMs?: number | undefined;
}

/** What folds the log into the tables of reviews: the movies that can be reviewed first, then reviews and their feed. */
export function reviewProjectorPlans(
  { fold, feed, movies, aliases }: ReviewStores,
  { clock, logger, feedRetentionMs = DAY_MS }: ReviewProjectorsOptions,
): ProjectorPlan[] {
  const pruner = createFeedPruner({ store: feed, retentionMs: feedRetentionMs, clock, logger });
  return [
    { projection: movieProjection(movies, aliases) },
    { projection: reviewProjection(fold), afterBatch: () => pruner.folded(), close: () => pruner.close() },
  ];
}
