import type { Clock } from "@marquee/platform/clock/clock.js";
import type { Closeable } from "@marquee/platform/event-log/event-log.js";
import type { Logger } from "@marquee/platform/logger/logger.js";
import type { ReviewFeedStore } from "./store/review-feed-store.js";

export interface FeedPruner extends Closeable {
  /** To be called whenever a batch is folded; prunes at most once a minute, beside the folding. */
  folded(): void;
}

const EVERY_MS = 60_000;

/** Forgets what the feed table has kept for longer than its retention. */
export function createFeedPruner(options: {
  store: ReviewFeedStore;
  retentionMs: number;
  clock: Clock;
  logger: Logger;
}): FeedPruner {
  const { store, retentionMs, clock, logger } = options;
  let last = Number.NEGATIVE_INFINITY;
  let running: Promise<void> | null = null;

  async function prune(now: number): Promise<void> {
    try {
      await store.prune(now - retentionMs);
    } catch (error) {
      logger.error({ error }, "the review feed was not pruned; it will be tried again");
    } finally {
      running = null;
    }
  }

  return {
    folded() {
      const now = clock.now();
      if (running !== null || now - last < EVERY_MS) return;
      last = now;
      running = prune(now);
    },
    async close() {
      await running;
    },
  };
}
