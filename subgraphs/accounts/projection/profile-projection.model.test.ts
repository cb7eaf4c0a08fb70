// Held against a model: however the log is cut into batches, wherever a projector dies, whatever writes are lost, time out or land
// late, and with a second projector that repeats everything at the same time, names and counts end as the pure fold of the log.

import type { LogMessage } from "@marquee/platform/event-log/event-log.js";
import { FaultyWrites, fates, newest } from "@marquee/platform/testing/faulty-writes.js";
import { projectWithCrashes, tries } from "@marquee/platform/testing/project-with-crashes.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { UserProfileChanged } from "@marquee/schema/events/user-profile-changed.js";
import { UserRetired } from "@marquee/schema/events/user-retired.js";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { ProfileFoldStore, StoredProfile, UserCount } from "../store/profile-fold-store.js";
import { createProfileProjection } from "./profile-projection.js";

interface Word {
  user: string;
  name: string | null;
}

const words: fc.Arbitrary<Word[]> = fc.array(
  fc.record({ user: fc.constantFrom("a", "b", "c", "d"), name: fc.constantFrom("Ada", "Bob", null) }),
  { minLength: 1, maxLength: 60, size: "max" },
);

/** Which of the two projectors has the next turn. */
const turns = fc.array(fc.nat({ max: 3 }), { maxLength: 100, size: "max" });

it("ends as the pure fold of the log, crashed between any two steps", async () => {
  await fc.assert(
    fc.asyncProperty(words, fates, tries, tries, turns, async (log, writes, first, second, pauses) => {
      const store = new ModelStore(new FaultyWrites(writes), pauses);
      const messages = log.map(asMessage);
      await Promise.all([
        projectWithCrashes(createProfileProjection(store), messages, first),
        projectWithCrashes(createProfileProjection(store), messages, second),
      ]);
      store.writes.settle();
      const model = pureFold(log);
      expect(new Map([...store.profiles].map(([id, { name, retired }]) => [id, { name, retired }]))).toEqual(model);
      expect(store.counts.get(0)?.users).toBe([...model.values()].filter(({ retired }) => !retired).length);
    }),
    { numRuns: Number(process.env.MODEL_RUNS ?? 1_000) },
  );
});

/** Rows of a replicated store. Between any two operations the other projector may have its turn. */
class ModelStore implements ProfileFoldStore {
  readonly profiles = new Map<string, StoredProfile>();
  readonly counts = new Map<number, UserCount>();
  #turn = 0;

  constructor(
    readonly writes: FaultyWrites,
    private readonly pauses: readonly number[],
  ) {}

  async read(partition: number, userIds: readonly string[]) {
    const profiles: StoredProfile[] = [];
    for (const id of userIds) {
      await this.#pause();
      const profile = this.profiles.get(id);
      if (profile !== undefined) profiles.push(profile);
    }
    await this.#pause();
    return { profiles, count: this.counts.get(partition) ?? { users: 0, position: -1 } };
  }

  async write(partition: number, fold: { profiles: readonly StoredProfile[]; count: UserCount }) {
    await this.#pause();
    this.writes.write(() => newest(this.counts, partition, fold.count));
    for (const profile of fold.profiles) {
      await this.#pause();
      this.writes.write(() => newest(this.profiles, profile.id, profile));
    }
  }

  async #pause(): Promise<void> {
    this.writes.tick();
    for (let left = this.pauses[this.#turn++] ?? 0; left > 0; left -= 1) await Promise.resolve();
  }
}

function pureFold(log: readonly Word[]) {
  const users = new Map<string, { name: string; retired: boolean }>();
  for (const { user, name } of log) {
    const was = users.get(user);
    if (name !== null) users.set(user, { name, retired: false });
    else if (was !== undefined) users.set(user, { ...was, retired: true });
  }
  return users;
}

function asMessage({ user, name }: Word, index: number): LogMessage {
  const facts = { eventId: `e${index}`, occurredAt: 0, origin: "live" as const, userId: user };
  const encoded =
    name === null
      ? UserRetired.encode(UserRetired.create(facts))
      : UserProfileChanged.encode(UserProfileChanged.create({ ...facts, name }));
  return { ...encoded, topic: TOPICS.users, partition: 0, position: 3 * index + 1, appendedAt: 0 };
}
