import { type Clock, systemClock } from "../clock/clock.js";
import { uuidV7 } from "../clock/uuid-v7.js";

export const REQUEST_ID_HEADER = "x-request-id";

const SANE = /^[A-Za-z0-9._-]{1,64}$/;

/** The caller's request id where it is fit for a log line, a new UUIDv7 otherwise. */
export function requestIdOf(given: unknown, clock: Clock = systemClock): string {
  return typeof given === "string" && SANE.test(given) ? given : uuidV7(clock);
}
