import type { Clock } from "../clock/clock.js";
import type { Closeable } from "../event-log/event-log.js";
import type { Logger } from "../logger/logger.js";

/** A feed table that keeps only the latest. */
export interface PrunableFeed {
  /** Forgets what the log took before this time (milliseconds since 1970). */
  prune(before: number): Promise<void>;
}

export interface FeedPruner extends Closeable {
  /** To be called whenever a batch is folded; prunes at most once a minute, beside the folding. */
  folded(): void;
}

const EVERY_MS = 60_000;

/** Forgets what the feed table has kept for longer than its retention. */
export function createFeedPruner(options: {
  store: PrunableFeed;
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
      logger.error({ error }, "a feed was not pruned; it will be tried again");
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
