import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import type { Logger } from "@marquee/platform/logger/logger.js";
import type { Credential, CredentialStore } from "../store/credential-store.js";
import { publishProfile } from "./publish-profile.js";

const AT_ONCE = 100;

interface Services {
  log: EventLog;
  credentials: CredentialStore;
}

/** Publishes the profiles of accounts whose registration a crash cut in two. Throws what EventLog.append throws. */
export async function finishRegistrations(services: Services): Promise<number> {
  let finished = 0;
  for (;;) {
    const unpublished = await services.credentials.findUnpublished(AT_ONCE);
    if (unpublished.length === 0) return finished;
    for (const account of unpublished) await publishProfile(services, account);
    finished += unpublished.length;
  }
}

/** The same for one account, if need be. Whoever signs in does not hang on it. */
export async function finishRegistration(services: Services & { logger: Logger }, account: Credential): Promise<void> {
  if (account.published) return;
  try {
    await publishProfile(services, account);
  } catch (error) {
    services.logger.warn(
      { error, userId: account.userId },
      "profile not published yet; it will be at the next sign-in",
    );
  }
}
