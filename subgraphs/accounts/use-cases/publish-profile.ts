import type { AppendedAt, EventLog } from "@marquee/platform/event-log/event-log.js";
import { UserProfileChanged } from "@marquee/schema/events/user-profile-changed.js";
import type { CredentialStore, NewCredential } from "../store/credential-store.js";

/** Puts the profile that an account was registered with into the log. Throws what EventLog.append throws. */
export async function appendProfile(log: EventLog, account: NewCredential): Promise<AppendedAt | undefined> {
  const event = UserProfileChanged.create({
    eventId: `registered:${account.userId}`,
    occurredAt: account.createdAt,
    origin: "live",
    userId: account.userId,
    name: account.name,
  });
  const [at] = await log.append(UserProfileChanged.topic, [UserProfileChanged.encode(event)]);
  return at;
}

/** The same for an account that stands already, and a note that it is done. Twice is harmless: the event is the same. */
export async function publishProfile(
  { log, credentials }: { log: EventLog; credentials: CredentialStore },
  account: NewCredential,
): Promise<void> {
  await appendProfile(log, account);
  await credentials.markPublished(account.userId);
}
