import type { Projection, ProjectionBatch } from "@marquee/platform/projection/projection.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { readUserEvent, type UserLogEvent } from "@marquee/schema/events/user-events.js";
import type { ProfileFold, ProfileFoldStore, StoredProfile } from "../store/profile-fold-store.js";

export const PROFILE_PROJECTION = "accounts";

/** Folds marquee.users.v1 into profiles, and counts who is there. */
export function createProfileProjection(store: ProfileFoldStore): Projection<UserLogEvent> {
  return {
    name: PROFILE_PROJECTION,
    topic: TOPICS.users,
    parse: (message) => readUserEvent(message.value),
    async apply(batch) {
      const userIds = [...new Set(batch.events.map(({ event }) => event.userId))];
      const before = await store.read(batch.partition, userIds);
      await store.write(batch.partition, foldProfiles(before, batch));
      return [];
    },
  };
}

/**
 * Both are written again where they were ahead already: a write that timed out may be on one replica. The count runs ahead of the
 * profiles, never behind: events up to its position have been counted, whatever became of their rows, and come again to make
 * those good.
 */
function foldProfiles(before: ProfileFold, { events, last }: ProjectionBatch<UserLogEvent>): ProfileFold {
  const profiles = new Map<string, StoredProfile>(before.profiles.map((profile) => [profile.id, profile]));
  let { users } = before.count;
  for (const { position, event } of events) {
    const was = profiles.get(event.userId);
    if (was !== undefined && was.position >= position) continue;
    const is = after(was, event, position);
    if (is === undefined) continue;
    profiles.set(is.id, is);
    if (position > before.count.position) users += presence(is) - presence(was);
  }
  return { profiles: [...profiles.values()], count: { users, position: Math.max(last, before.count.position) } };
}

/** A user who is not known can't be retired. */
function after(was: StoredProfile | undefined, event: UserLogEvent, position: number): StoredProfile | undefined {
  if (event.type === "UserProfileChanged") return { id: event.userId, name: event.name, retired: false, position };
  return was === undefined ? undefined : { ...was, retired: true, position };
}

function presence(profile: StoredProfile | undefined): number {
  return profile === undefined || profile.retired ? 0 : 1;
}
