import type { UserLogEvent } from "@marquee/schema/events/user-events.js";
import { UserProfileChanged } from "@marquee/schema/events/user-profile-changed.js";
import { UserRetired } from "@marquee/schema/events/user-retired.js";
import { expect, test } from "vitest";
import type { ProfileStore } from "../store/profile-store.js";
import { createProfileProjection } from "./profile-projection.js";

const facts = { eventId: "e", occurredAt: 0, origin: "live" as const };
const changed = (userId: string, name: string) => UserProfileChanged.create({ ...facts, userId, name });
const retired = (userId: string) => UserRetired.create({ ...facts, userId });

async function writtenBy(events: UserLogEvent[]): Promise<unknown[]> {
  const written: unknown[] = [];
  const store: ProfileStore = {
    upsertMany: async (profiles) => void written.push(...profiles),
    retireMany: async (retirements) => void written.push(...retirements.map((entry) => ({ ...entry, retired: true }))),
    findByIds: async () => [],
    count: async () => 0,
  };
  const batch = events.map((event, position) => ({ position, appendedAt: 0, event }));
  await createProfileProjection(store).apply({ partition: 0, committed: 0, last: events.length - 1, events: batch });
  return written;
}

test("of each user the last word of the batch is written", async () => {
  expect(await writtenBy([changed("a", "A"), changed("b", "B"), changed("a", "A again")])).toEqual([
    { id: "a", name: "A again", position: 2 },
    { id: "b", name: "B", position: 1 },
  ]);
});

test("who comes and goes within a batch is written, then retired", async () => {
  expect(await writtenBy([changed("a", "A"), retired("a")])).toEqual([
    { id: "a", name: "A", position: 0 },
    { id: "a", position: 1, retired: true },
  ]);
});

test("who goes and comes back within a batch is not retired", async () => {
  expect(await writtenBy([retired("a"), changed("a", "A")])).toEqual([{ id: "a", name: "A", position: 1 }]);
});
