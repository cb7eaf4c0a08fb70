import { AppError } from "@marquee/platform/errors/app-error.js";
import { BackOff } from "@marquee/platform/event-log/back-off.js";

/** For so long what passes (no room in the log, a broker that is gone) is waited for. */
const PATIENCE_MS = 60_000;

/** Does it again while it fails with what passes; `now` in milliseconds. Only for what may be done twice. */
export async function patiently<Result>(now: () => number, step: () => Promise<Result>): Promise<Result> {
  const until = now() + PATIENCE_MS;
  for (const backOff = new BackOff(); ; ) {
    try {
      return await step();
    } catch (error) {
      if (!(error instanceof AppError && error.retriable && now() < until)) throw error;
      await backOff.wait();
    }
  }
}
