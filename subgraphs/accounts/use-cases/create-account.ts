import type { Clock } from "@marquee/platform/clock/clock.js";
import { uuidV7 } from "@marquee/platform/clock/uuid-v7.js";
import { AppError } from "@marquee/platform/errors/app-error.js";
import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import type { AppliedWatch } from "@marquee/platform/projection/applied-watch.js";
import type { Role } from "@marquee/platform/subgraph/subgraph-endpoint.js";
import type { PasswordHasher } from "../passwords/password-hasher.js";
import type { Registration } from "../rules/registration.js";
import type { CredentialStore, NewCredential } from "../store/credential-store.js";
import { appendProfile } from "./publish-profile.js";

const APPLY_TIMEOUT_MS = 2000;

export interface CreateAccountServices {
  credentials: CredentialStore;
  passwords: PasswordHasher;
  log: EventLog;
  applied: Pick<AppliedWatch, "wait">;
  clock: Clock;
}

/**
 * Claims the e-mail, then publishes the profile; null when somebody has the e-mail. `registration` is normalised and checked.
 * When nothing reached the log the claim is given back; when that is uncertain, or the process dies in between, the account
 * stands, and its profile is published at the next start or sign-in.
 */
export async function createAccount(
  services: CreateAccountServices,
  registration: Registration,
  roles: readonly Role[],
): Promise<NewCredential | null> {
  const { credentials, passwords, applied, clock } = services;
  const { name, email, password } = registration;
  // Saves the hash; who has the e-mail is decided by the claim.
  if ((await credentials.findByEmail(email)) !== null) return null;
  const passwordHash = await passwords.hash(password);
  const account = { userId: uuidV7(clock), email, name, passwordHash, roles, createdAt: clock.now() };
  if (!(await credentials.claim(account))) return null;
  const at = await appendOrRelease(services, account);
  await credentials.markPublished(account.userId);
  if (at !== undefined) await applied.wait(at.partition, at.position, APPLY_TIMEOUT_MS);
  return account;
}

async function appendOrRelease(services: CreateAccountServices, account: NewCredential) {
  try {
    return await appendProfile(services.log, account);
  } catch (error) {
    // A claim that can't be given back stands like one whose outcome is unknown; the first error is the one to tell.
    if (error instanceof AppError && error.code === "UNAVAILABLE") {
      await services.credentials.release(account.userId).catch(() => undefined);
    }
    throw error;
  }
}
