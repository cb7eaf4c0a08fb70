import type { Clock } from "@marquee/platform/clock/clock.js";
import type { Logger } from "@marquee/platform/logger/logger.js";
import type { RatingFeedStore } from "../store/rating-feed-store.js";

const PRUNE_EVERY_MS = 60_000;

/** Called whenever something was folded; forgets what is past its retention, at most once a minute, one run at a time. */
export function pruneFeedAsItGrows(deps: {
  store: RatingFeedStore;
  clock: Clock;
  logger: Logger;
  retentionMs: number;
}): () => void {
  let next = 0;
  let running = false;
  return () => {
    const now = deps.clock.now();
    if (running || now < next) return;
    next = now + PRUNE_EVERY_MS;
    running = true;
    deps.store
      .prune(now - deps.retentionMs)
      .catch((error: unknown) => deps.logger.warn({ error }, "feed not pruned; it will be tried again"))
      .finally(() => {
        running = false;
      });
  };
}
