import { hashRefreshToken, newRefreshToken } from "../tokens/refresh-token.js";
import type { AccountServices } from "./account-services.js";
import { refused, type SessionOutcome } from "./session-outcome.js";
import { openSession } from "./start-session.js";

/** Trades a refresh token for a new session. One that was traded before ends the session it began, for it was copied. */
export async function refreshSession(services: AccountServices, refreshToken: string): Promise<SessionOutcome> {
  const { sessions, credentials, clock, logger } = services;
  const now = clock.now();
  const successor = newRefreshToken();
  const rotation = await sessions.rotate({
    tokenHash: hashRefreshToken(refreshToken),
    successorHash: hashRefreshToken(successor),
    now,
    expiresAt: now + services.refreshTokenLifetimeMs,
  });
  if (rotation.outcome === "REUSED") {
    logger.warn({ userId: rotation.userId }, "a refresh token was used twice; its session has been ended");
  }
  if (rotation.outcome !== "ROTATED") return refused(notValid);
  const [account] = await credentials.findByUserIds([rotation.userId]);
  if (account === undefined) return refused(notValid);
  return openSession(services, account, { familyId: rotation.familyId, refreshToken: successor });
}

const notValid = {
  code: "INVALID" as const,
  field: ["refreshToken"],
  message: "This refresh token is not valid, or no longer; sign in again.",
};
