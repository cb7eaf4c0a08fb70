import { AppError } from "../errors/app-error.js";
import { BackOff } from "../event-log/back-off.js";
import type { Logger } from "../logger/logger.js";

const SAY_SO_EVERY_MS = 10_000;

export type Attempt<Value> = { value: Value } | { waitingFor: string; reason: string };

/** Tries until there is a value, and logs what it waits for. Throws UNAVAILABLE when the signal aborts. */
export async function waitFor<Value>(
  { logger, signal }: { logger: Logger; signal?: AbortSignal | undefined },
  attempt: () => Promise<Attempt<Value>>,
): Promise<Value> {
  const backOff = new BackOff();
  let saidAt = Number.NEGATIVE_INFINITY;
  let waited = "";
  for (;;) {
    const result = await attempt();
    if ("value" in result) {
      if (waited !== "") logger.info({}, `${waited}: there now`);
      return result.value;
    }
    const { waitingFor, reason } = result;
    if (waitingFor !== waited || performance.now() - saidAt >= SAY_SO_EVERY_MS) {
      logger.warn({ reason }, `waiting for ${waitingFor}`);
      saidAt = performance.now();
    }
    waited = waitingFor;
    await backOff.wait(signal);
    if (signal?.aborted === true) throw new AppError("UNAVAILABLE", `Stopped while waiting for ${waitingFor}.`);
  }
}
