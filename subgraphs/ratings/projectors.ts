import type { Clock } from "@marquee/platform/clock/clock.js";
import type { Logger } from "@marquee/platform/logger/logger.js";
import { createFeedPruner } from "@marquee/platform/projection/feed-pruner.js";
import type { ProjectorPlan } from "@marquee/platform/projection/start-projectors.js";
import { movieFactsProjection } from "./projection/movie-facts-projection.js";
import { ratingProjection } from "./projection/rating-projection.js";
import type { RatingStores } from "./store/rating-stores.js";

/**
 * What one fold takes at most. The more ratings of a movie come together, the fewer partitions are read and written for each; a batch
 * is that long only when its projector is behind.
 */
export const RATING_BATCH = { maxMessages: 4_000, maxBytes: 2 * 1024 * 1024 };

export interface RatingProjectorOptions {
  clock: Clock;
  logger: Logger;
  /** How long replays reach back; default a day. */
  feedRetentionMs?: number;
}

/** What fills the rating tables, in the serving process or in another. */
export function ratingProjectorPlans(
  stores: Pick<RatingStores, "fold" | "facts" | "feed" | "aliases">,
  options: RatingProjectorOptions,
): ProjectorPlan[] {
  const { clock, logger, feedRetentionMs = 24 * 60 * 60 * 1000 } = options;
  const pruner = createFeedPruner({ store: stores.feed, clock, logger, retentionMs: feedRetentionMs });
  return [
    { projection: movieFactsProjection(stores.facts, stores.aliases) },
    {
      projection: ratingProjection(stores.fold),
      ...RATING_BATCH,
      afterBatch: () => pruner.folded(),
      close: () => pruner.close(),
    },
  ];
}
