import { AppError } from "../errors/app-error.js";
import type { Logger } from "../logger/logger.js";
import { waitFor } from "../store/cassandra-wait.js";

/**
 * For the steps of a start that ask the engines: does one again, and says so in the log, for as long as it fails with what passes
 * (a node that is gone, a leader that is being chosen). A process that ended instead would only be started into the same.
 */
export function untilAvailable<Result>(
  what: string,
  options: { logger: Logger; signal: AbortSignal },
  step: () => Promise<Result>,
): Promise<Result> {
  return waitFor(options, async () => {
    try {
      return { value: await step() };
    } catch (error) {
      if (error instanceof AppError && error.retriable && !options.signal.aborted) {
        return { waitingFor: `the engines, to start ${what}`, reason: error.message };
      }
      throw error;
    }
  });
}
