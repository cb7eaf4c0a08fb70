import type { Projection } from "@marquee/platform/projection/projection.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { readUserEvent, type UserLogEvent } from "@marquee/schema/events/user-events.js";
import type { ProfileStore, ProfileUpsert } from "../store/profile-store.js";

/** Folds marquee.users.v1 into profiles. Of each user only the last word of a batch is written. */
export function createProfileProjection(store: ProfileStore): Projection<UserLogEvent> {
  return {
    name: "accounts",
    topic: TOPICS.users,
    parse: (message) => readUserEvent(message.value),
    async apply({ events }) {
      const profiles = new Map<string, ProfileUpsert>();
      const retirements = new Map<string, { id: string; position: number }>();
      for (const { position, event } of events) {
        const id = event.userId;
        if (event.type === "UserProfileChanged") {
          profiles.set(id, { id, name: event.name, position });
          retirements.delete(id);
        } else {
          retirements.set(id, { id, position });
        }
      }
      // A user who came and went within the batch is written first, so as to stay resolvable.
      await store.upsertMany([...profiles.values()]);
      await store.retireMany([...retirements.values()]);
      return [];
    },
  };
}
