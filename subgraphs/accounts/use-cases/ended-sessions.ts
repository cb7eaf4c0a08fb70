import type { Clock } from "@marquee/platform/clock/clock.js";
import { AppError } from "@marquee/platform/errors/app-error.js";
import type { SessionStore } from "../store/session-store.js";

const MOST_AT_ONCE = 1_000;

/** For gateways, about the sessions of their open websockets. */
export async function endedSessions(
  { sessions, clock }: { sessions: SessionStore; clock: Clock },
  ids: readonly string[],
): Promise<string[]> {
  if (ids.length > MOST_AT_ONCE)
    throw new AppError("BAD_USER_INPUT", `Ask for at most ${MOST_AT_ONCE} sessions at once.`);
  return sessions.ended(ids, clock.now());
}
