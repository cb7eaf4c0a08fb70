import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import type { CredentialStore } from "../store/credential-store.js";
import { publishProfile } from "./publish-profile.js";

const AT_ONCE = 100;

/** Publishes the profiles of accounts whose registration a crash cut in two. Throws what EventLog.append throws. */
export async function finishRegistrations(services: { log: EventLog; credentials: CredentialStore }): Promise<number> {
  let finished = 0;
  for (;;) {
    const unpublished = await services.credentials.findUnpublished(AT_ONCE);
    if (unpublished.length === 0) return finished;
    for (const account of unpublished) await publishProfile(services, account);
    finished += unpublished.length;
  }
}
