import { AppError } from "@marquee/platform/errors/app-error.js";
import type { RateLimit } from "./rate-limiter.js";

/** More was asked for than a limit allows in a time. */
export class RateLimited extends AppError {
  /** When there is room again: what Retry-After and `extensions.retryAfter` say. */
  readonly retryAfterSeconds: number;

  constructor(what: string, { points, seconds }: RateLimit, waitMs: number) {
    const left = Math.max(1, Math.ceil(waitMs / 1000));
    const words = `${what}; the limit is ${points} in ${seconds} seconds. Try again in ${left} ${left === 1 ? "second" : "seconds"}.`;
    super("RATE_LIMITED", words);
    this.name = "RateLimited";
    this.retryAfterSeconds = left;
  }
}
