import type { Clock } from "@marquee/platform/clock/clock.js";
import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import type { Logger } from "@marquee/platform/logger/logger.js";
import type { AppliedWatch } from "@marquee/platform/projection/applied-watch.js";
import type { PasswordHasher } from "../passwords/password-hasher.js";
import type { CredentialStore } from "../store/credential-store.js";
import type { SessionStore } from "../store/session-store.js";
import type { AccessTokenIssuer } from "../tokens/access-token-issuer.js";

/** What the use cases of accounts stand on. */
export interface AccountServices {
  credentials: CredentialStore;
  sessions: SessionStore;
  passwords: PasswordHasher;
  accessTokens: AccessTokenIssuer;
  refreshTokenLifetimeMs: number;
  log: EventLog;
  /** How far the users log is folded. */
  applied: Pick<AppliedWatch, "wait">;
  clock: Clock;
  logger: Logger;
}
