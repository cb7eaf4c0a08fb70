import type { UserLogEvent } from "@marquee/schema/events/user-events.js";
import { UserProfileChanged } from "@marquee/schema/events/user-profile-changed.js";
import { UserRetired } from "@marquee/schema/events/user-retired.js";
import { expect, test } from "vitest";
import type { ProfileFold, ProfileFoldStore, StoredProfile } from "../store/profile-fold-store.js";
import { createProfileProjection } from "./profile-projection.js";

const facts = { eventId: "e", occurredAt: 0, origin: "live" as const };
const changed = (userId: string, name: string) => UserProfileChanged.create({ ...facts, userId, name });
const retired = (userId: string) => UserRetired.create({ ...facts, userId });

/** What is written for a batch that begins at position 10, all before having been counted unless said otherwise. */
async function fold(events: UserLogEvent[], profiles: StoredProfile[] = [], countedTo = 9): Promise<ProfileFold> {
  let written: ProfileFold | undefined;
  const users = profiles.filter((profile) => !profile.retired).length;
  const store: ProfileFoldStore = {
    read: async () => ({ profiles, count: { users, position: countedTo } }),
    write: async (_partition, result) => {
      written = result;
    },
  };
  const batch = events.map((event, index) => ({ position: 10 + index, appendedAt: 0, event }));
  const last = 9 + events.length;
  await createProfileProjection(store).apply({ partition: 0, committed: 10, last, events: batch });
  if (written === undefined) throw new Error("nothing was written");
  return written;
}

test("of each user the last word of the batch is written", async () => {
  expect(await fold([changed("a", "A"), changed("b", "B"), changed("a", "A again")])).toEqual({
    profiles: [
      { id: "a", name: "A again", retired: false, position: 12 },
      { id: "b", name: "B", retired: false, position: 11 },
    ],
    count: { users: 2, position: 12 },
  });
});

test("who comes and goes within a batch keeps the name, and is not counted", async () => {
  expect(await fold([changed("a", "A"), retired("a")])).toEqual({
    profiles: [{ id: "a", name: "A", retired: true, position: 11 }],
    count: { users: 0, position: 11 },
  });
});

test("who comes back is counted again", async () => {
  const before = [{ id: "a", name: "A", retired: true, position: 3 }];
  expect((await fold([changed("a", "A")], before)).count.users).toBe(1);
});

test("nobody is retired who never was there", async () => {
  expect(await fold([retired("nobody")])).toEqual({ profiles: [], count: { users: 0, position: 10 } });
});

test("what was counted before a crash is not counted again, and is written again", async () => {
  const before = [{ id: "a", name: "A", retired: false, position: 10 }];
  expect(await fold([changed("a", "A"), changed("b", "B")], before, 11)).toEqual({
    profiles: [...before, { id: "b", name: "B", retired: false, position: 11 }],
    count: { users: 1, position: 11 },
  });
});
