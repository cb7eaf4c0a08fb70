import { AppError } from "@marquee/platform/errors/app-error.js";

/** More was asked for than a limit allows in a time. */
export class RateLimited extends AppError {
  /** When there is room again: what Retry-After and `extensions.retryAfter` say. */
  readonly retryAfterSeconds: number;

  constructor(what: string, waitMs: number) {
    const seconds = Math.max(1, Math.ceil(waitMs / 1000));
    super("RATE_LIMITED", `${what}; try again in ${seconds} ${seconds === 1 ? "second" : "seconds"}.`);
    this.name = "RateLimited";
    this.retryAfterSeconds = seconds;
  }
}
