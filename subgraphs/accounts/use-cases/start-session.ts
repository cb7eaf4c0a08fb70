import type { Clock } from "@marquee/platform/clock/clock.js";
import { uuidV7 } from "@marquee/platform/clock/uuid-v7.js";
import type { NewCredential } from "../store/credential-store.js";
import type { SessionStore } from "../store/session-store.js";
import type { AccessTokenIssuer } from "../tokens/access-token-issuer.js";
import { hashRefreshToken, newRefreshToken } from "../tokens/refresh-token.js";
import type { SessionOutcome } from "./session-outcome.js";

export interface SessionServices {
  sessions: SessionStore;
  accessTokens: AccessTokenIssuer;
  refreshTokenLifetimeMs: number;
  clock: Clock;
}

/** A new session, the first of its family. */
export async function startSession(services: SessionServices, account: NewCredential): Promise<SessionOutcome> {
  const now = services.clock.now();
  const refreshToken = newRefreshToken();
  const familyId = uuidV7(services.clock);
  await services.sessions.start({
    familyId,
    userId: account.userId,
    tokenHash: hashRefreshToken(refreshToken),
    now,
    expiresAt: now + services.refreshTokenLifetimeMs,
  });
  return openSession(services, account, { familyId, refreshToken });
}

/** What a client gets for a refresh token that is stored. */
export async function openSession(
  { accessTokens, clock }: SessionServices,
  account: NewCredential,
  { familyId, refreshToken }: { familyId: string; refreshToken: string },
): Promise<SessionOutcome> {
  const { token, expiresAt } = await accessTokens.issue({ ...account, sessionId: familyId }, clock.now());
  const user = { id: account.userId, name: account.name, retired: false };
  return { session: { accessToken: token, expiresAt, refreshToken, user }, userErrors: [] };
}
