import { LRUCache } from "lru-cache";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import type { RateLimit, RateLimiter } from "./rate-limiter.js";

/**
 * In this process alone. A window opens with a caller's first request and holds `points`. Of more than `maxCallers` callers the one
 * that was quiet for longest is forgotten, so that many addresses cost no more than that.
 */
export function createMemoryRateLimiter(limit: RateLimit, maxCallers: number): RateLimiter {
  const limiter = new RateLimiterMemory({ points: limit.points, duration: limit.seconds });
  const callers = new LRUCache<string, true>({
    max: maxCallers,
    dispose: (_, caller, reason) => {
      if (reason !== "set") void limiter.delete(caller);
    },
  });
  return {
    async take(caller) {
      callers.set(caller, true);
      try {
        await limiter.consume(caller);
        return 0;
      } catch (refusal) {
        if (refusal instanceof RateLimiterRes) return Math.max(1, refusal.msBeforeNext);
        throw refusal;
      }
    },
    async forget(caller) {
      callers.delete(caller);
    },
  };
}
