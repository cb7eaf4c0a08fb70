import type { Clock } from "@marquee/platform/clock/clock.js";
import type { SessionStore } from "../store/session-store.js";
import { hashRefreshToken } from "../tokens/refresh-token.js";

/** Ends the session; true when there was one. Its access token works until it expires: nobody is asked about those. */
export function signOut(
  { sessions, clock }: { sessions: SessionStore; clock: Clock },
  refreshToken: string,
): Promise<boolean> {
  return sessions.end(hashRefreshToken(refreshToken), clock.now());
}
