import { join } from "node:path";
import { systemClock } from "@marquee/platform/clock/clock.js";
import { openLogOfDataDir } from "@marquee/platform/engines/open-log-of-data-dir.js";
import { AppError } from "@marquee/platform/errors/app-error.js";
import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import { readToEnd } from "@marquee/platform/event-log/read-to-end.js";
import { silentLogger } from "@marquee/platform/logger/logger.js";
import { openTempFolder, type TempFolder } from "@marquee/platform/testing/temp-folder.js";
import { readRatingEvent } from "@marquee/schema/events/rating-events.js";
import { RatingSubmitted } from "@marquee/schema/events/rating-submitted.js";
import { RatingsImported } from "@marquee/schema/events/ratings-imported.js";
import { readReviewEvent } from "@marquee/schema/events/review-events.js";
import { ReviewSubmitted } from "@marquee/schema/events/review-submitted.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { readUserEvent } from "@marquee/schema/events/user-events.js";
import { UserProfileChanged } from "@marquee/schema/events/user-profile-changed.js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ArrayTitleRegistry } from "../testing/array-title-registry.js";
import { withdrawDataset } from "./withdraw-dataset.js";
import type { WithdrawalCheckpoint } from "./withdrawal-notes.js";

const facts = {
  title: "T",
  genres: [],
  director: null,
  country: null,
  releaseYear: null,
  contentRating: null,
  runtimeMinutes: null,
  externalId: null,
};
const imported = { occurredAt: 5, origin: "import" as const };

const ratingsOf = (movieId: string, ...userIds: string[]) =>
  RatingsImported.encode(
    RatingsImported.create({
      ...imported,
      eventId: `pack ${movieId} ${userIds[0]}`,
      movieId,
      movie: facts,
      ratings: userIds.map((userId) => ({ eventId: `${userId} ${movieId}`, userId, score: 5, ratedAt: 5 })),
    }),
  );

let folder: TempFolder;
const opened: { close(): Promise<void> }[] = [];

beforeEach(async () => {
  folder = await openTempFolder();
});
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
  await folder.close();
});

async function brought() {
  const dataDir = join(folder.path, `${opened.length}`);
  const one = await openLogOfDataDir({ dataDir, partitions: 2, clock: systemClock, logger: silentLogger });
  opened.push(one);
  const { log } = one;
  await log.append(TOPICS.ratings, [
    ratingsOf("m1", "mine:1", "mine:2"),
    ratingsOf("m1", "mine-too:1"),
    ratingsOf("m2", "mine:1"),
    RatingSubmitted.encode(
      RatingSubmitted.create({
        eventId: "live",
        occurredAt: 6,
        origin: "live",
        movieId: "m1",
        userId: "u",
        score: 7,
        movie: facts,
      }),
    ),
    { key: "m1", value: 'no event, though it says "mine:1"' },
  ]);
  await log.append(TOPICS.users, [
    UserProfileChanged.encode(UserProfileChanged.create({ ...imported, eventId: "u1", userId: "mine:1", name: "One" })),
    UserProfileChanged.encode(
      UserProfileChanged.create({ ...imported, eventId: "u2", userId: "theirs:1", name: "mine:1" }),
    ),
  ]);
  await log.append(TOPICS.reviews, [
    ReviewSubmitted.encode(
      ReviewSubmitted.create({
        ...imported,
        eventId: "v1",
        movieId: "m1",
        userId: "mine:1",
        review: { summary: null, text: "Good", containsSpoilers: false, score: null },
        importedVotes: null,
      }),
    ),
  ]);
  return log;
}

function withdraw(log: EventLog, saved: { is: WithdrawalCheckpoint | null }, signal = new AbortController().signal) {
  return withdrawDataset({
    dataset: "mine",
    log,
    registry: new ArrayTitleRegistry(),
    notes: {
      load: async () => saved.is,
      async save(checkpoint) {
        saved.is = structuredClone(checkpoint);
      },
      async clear() {},
    },
    onProgress() {},
    now: () => 1_000,
    signal,
  });
}

/** What was taken back, each once whatever was sent twice. */
async function takenBack(log: EventLog): Promise<string[]> {
  const messages: { topic: string; value: string }[] = [];
  for (const topic of [TOPICS.ratings, TOPICS.reviews, TOPICS.users]) {
    await readToEnd(log, topic, (some) => void messages.push(...some));
  }
  const found = messages.flatMap(({ topic, value }): string[] => {
    if (value.startsWith("no event")) return [];
    if (topic === TOPICS.ratings) {
      const event = readRatingEvent(value);
      if (event.type !== "RatingsWithdrawn") return [];
      return event.ratings.map(({ eventId, userId }) => `${event.origin} ${eventId} ${event.movieId} ${userId}`);
    }
    if (topic === TOPICS.reviews) {
      const event = readReviewEvent(value);
      return event.type === "ReviewDeleted"
        ? [`${event.origin} ${event.eventId} ${event.movieId} ${event.userId}`]
        : [];
    }
    if (topic !== TOPICS.users) return [];
    const event = readUserEvent(value);
    return event.type === "UserRetired" ? [`${event.origin} ${event.eventId} ${event.userId}`] : [];
  });
  return [...new Set(found)].sort();
}

const ALL = [
  "import w:mine:1 m1 m1 mine:1",
  "import w:mine:1 m2 m2 mine:1",
  "import w:mine:2 m1 m1 mine:2",
  "import w:u1 mine:1",
  "import w:v1 m1 mine:1",
];

describe("withdrawDataset", () => {
  it("takes back what the dataset's users brought, and nobody else's", async () => {
    const log = await brought();
    const report = await withdraw(log, { is: null });
    expect(await takenBack(log)).toEqual(ALL);
    expect(report).toEqual({
      outcome: "withdrawn",
      rows: { [TOPICS.ratings]: 3, [TOPICS.reviews]: 1, [TOPICS.users]: 1 },
      titles: 0,
    });
  });

  it("goes on where it broke off, wherever that was", async () => {
    for (let point = 1; point <= 3; point++) {
      const log = await brought();
      const saved: { is: WithdrawalCheckpoint | null } = { is: null };
      let appends = 0;
      const breaking = new Proxy(log, {
        get(target, name) {
          if (name !== "append") return (target[name as keyof EventLog] as () => unknown).bind(target);
          return async (...args: Parameters<EventLog["append"]>) => {
            appends += 1;
            if (appends === point) throw new AppError("INTERNAL_SERVER_ERROR", "broken off");
            return log.append(...args);
          };
        },
      });
      await expect(withdraw(breaking, saved)).rejects.toThrow("broken off");
      await withdraw(log, saved);
      expect(await takenBack(log), `broken off at ${point}`).toEqual(ALL);
    }
  });

  it("stops when it is asked to, and says so", async () => {
    const log = await brought();
    const saved: { is: WithdrawalCheckpoint | null } = { is: null };
    expect((await withdraw(log, saved, AbortSignal.abort())).outcome).toBe("stopped");
    expect(await takenBack(log)).toEqual([]);
    await withdraw(log, saved);
    expect(await takenBack(log)).toEqual(ALL);
  });
});
