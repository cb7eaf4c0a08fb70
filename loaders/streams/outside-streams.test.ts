import { openEmbeddedEventLog } from "@marquee/platform/event-log/embedded-event-log.js";
import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import { readToEnd } from "@marquee/platform/event-log/read-to-end.js";
import { silentLogger } from "@marquee/platform/logger/logger.js";
import { createMetrics } from "@marquee/platform/service/metrics.js";
import { openTempDatabase, type TempDatabase } from "@marquee/platform/testing/temp-database.js";
import { type DeadLetter, readDeadLetterRecord } from "@marquee/schema/events/dead-letter.js";
import { readMovieEvent } from "@marquee/schema/events/movie-events.js";
import { MovieRetired } from "@marquee/schema/events/movie-retired.js";
import { RatingSubmitted } from "@marquee/schema/events/rating-submitted.js";
import { OUTSIDE_TOPICS, TOPICS } from "@marquee/schema/events/topics.js";
import { readUserEvent } from "@marquee/schema/events/user-events.js";
import { afterEach, beforeEach, expect, it } from "vitest";
import { movieFacts } from "../testing/movie-facts.js";
import { openEmbeddedTitleIndex } from "./embedded-title-index.js";
import { startOutsideStreams } from "./start-outside-streams.js";
import type { TitleIndex } from "./title-index.js";

const NOW = Date.UTC(2026, 10, 21, 12);
const clock = { now: () => NOW };

let temp: TempDatabase;
let log: EventLog;
let index: TitleIndex;
let streams: Awaited<ReturnType<typeof startOutsideStreams>> | undefined;

beforeEach(async () => {
  temp = await openTempDatabase();
  log = await openEmbeddedEventLog({ database: temp.database, partitions: 1, clock });
  index = await openEmbeddedTitleIndex(temp.database);
});

afterEach(async () => {
  await stop();
  await log.close();
  await temp.close();
});

async function start(onIndex: TitleIndex = index): Promise<void> {
  streams = await startOutsideStreams({ log, index: onIndex, clock, logger: silentLogger, metrics: createMetrics() });
}

async function stop(): Promise<void> {
  await streams?.close();
  streams = undefined;
}

const say = (message: object | string) =>
  log.append(OUTSIDE_TOPICS.ratings, [
    { key: "k", value: typeof message === "string" ? message : JSON.stringify(message) },
  ]);

const rating = (movie: string, score = 8, more: object = {}) => ({
  ...{ user: "kuro", movie, rating: score, timestamp: "2026-11-21T11:59:00.123456", ...more },
});

async function addMovie(movie: object): Promise<void> {
  await log.append(OUTSIDE_TOPICS.movies, [{ key: "m", value: JSON.stringify(movie) }]);
  if (streams !== undefined) await settled();
}

async function messagesOf<Event>(topic: string, read: (value: string) => Event): Promise<Event[]> {
  const events: Event[] = [];
  await readToEnd(log, topic, (messages) => void events.push(...messages.map(({ value }) => read(value))));
  return events;
}

const ratings = () => messagesOf(TOPICS.ratings, (value) => RatingSubmitted.schema.parse(JSON.parse(value)));
const records = () => messagesOf(TOPICS.deadLetters, readDeadLetterRecord);
const letters = async () => (await records()).filter((one): one is DeadLetter => one.type === "DeadLetter");

/** All that was said is taken up, and folded into titles. */
async function settled(): Promise<void> {
  const [said] = await log.positions(OUTSIDE_TOPICS.ratings);
  for (const [group, topic] of [
    ["outside-movies", OUTSIDE_TOPICS.movies],
    ["outside-ratings", OUTSIDE_TOPICS.ratings],
    ["outside-titles", TOPICS.movies],
  ] as const) {
    const [range] = await log.positions(topic);
    // Nobody asks for titles before the first rating.
    if (range?.end === 0 || (topic === TOPICS.movies && said?.end === 0)) continue;
    await expect.poll(async () => (await log.committed(group, topic)).get(0), { interval: 5 }).toBe(range?.end);
  }
}

it("counts a rating for the movie of its title, with what is known of the movie, and names its user", async () => {
  await start();
  await addMovie({
    ...{ id: "tv:1", title: "The Matrix", kind: "MOVIE", releaseYear: 1999, runtimeMinutes: 136, contentRating: "R" },
    ...{ genres: ["Sci-Fi"], directors: ["Lana Wachowski"], countries: ["US"] },
    externalIds: [{ source: "netflix", id: "s42" }],
  });
  await say(rating(" the MATRIX "));
  await settled();
  expect(await ratings()).toEqual([
    {
      ...{ type: "RatingSubmitted", version: 1, origin: "live", movieId: "tv:1", userId: "stream:kuro", score: 8 },
      eventId: expect.stringMatching(/^stream-/),
      occurredAt: Date.UTC(2026, 10, 21, 11, 59, 0, 123),
      movie: {
        ...{ title: "The Matrix", genres: ["Sci-Fi"], director: "Lana Wachowski", country: "US", releaseYear: 1999 },
        ...{ contentRating: "R", runtimeMinutes: 136, externalId: "netflix:s42" },
      },
    },
  ]);
  expect(await messagesOf(TOPICS.users, readUserEvent)).toMatchObject([{ userId: "stream:kuro", name: "kuro" }]);
  expect(await letters()).toEqual([]);
});

it("puts what nobody gave, what can't be read and what has hidden signs among the dead letters, and goes on", async () => {
  await start();
  await addMovie({ id: "tv:1", title: "A" });
  await say(rating("A", 8, { user: " " }));
  await say("{not json");
  await say(rating("A", 11));
  await say(rating("A", 8, { user: "a\u001b[31m" }));
  await say(rating("A", 8, { note: "x".repeat(10_000) }));
  await say("\u0001".repeat(2_000_000));
  await say(rating("A", 3));
  await settled();
  expect((await ratings()).map(({ score }) => score)).toEqual([3]);
  // One that no log would take in JSON is cut.
  expect((await letters()).at(-1)?.source.value).toHaveLength(1_000_000);
  expect((await letters()).map(({ reason, source }) => [reason, source.topic, source.position])).toEqual([
    ["MISSING_USER", OUTSIDE_TOPICS.ratings, 0],
    ["UNREADABLE", OUTSIDE_TOPICS.ratings, 1],
    ["UNREADABLE", OUTSIDE_TOPICS.ratings, 2],
    ["UNREADABLE", OUTSIDE_TOPICS.ratings, 3],
    ["UNREADABLE", OUTSIDE_TOPICS.ratings, 4],
    ["UNREADABLE", OUTSIDE_TOPICS.ratings, 5],
  ]);
});

it("keeps a rating of an unknown title until there is one, and counts it then by itself", async () => {
  await start();
  await say(rating("Coming Soon", 7));
  await settled();
  expect(await ratings()).toEqual([]);
  expect(await letters()).toMatchObject([{ reason: "UNKNOWN_TITLE", source: { position: 0 } }]);
  // Not by the process that put it aside.
  await stop();
  await start();
  await addMovie({ id: "tv:1", title: "coming soon" });
  await settled();
  expect(await ratings()).toMatchObject([{ movieId: "tv:1", userId: "stream:kuro", score: 7 }]);
  expect((await records()).at(-1)).toMatchObject({ type: "DeadLetterReplayed", source: { position: 0 } });
  expect(await index.waitingFor(["coming soon"])).toEqual([]);
});

it("does not know a retired title", async () => {
  await start();
  await addMovie({ id: "tv:1", title: "Gone" });
  await settled();
  await addMovie({ id: "tv:1", retired: true });
  await say(rating("x", 1));
  await settled();
  expect((await messagesOf(TOPICS.movies, readMovieEvent)).at(-1)).toMatchObject({ type: MovieRetired.type });
  await say(rating("Gone"));
  await settled();
  expect((await letters()).map(({ reason }) => reason)).toEqual(["UNKNOWN_TITLE", "UNKNOWN_TITLE"]);
});

it("an older rating that waited never comes after a newer one of the same user", async () => {
  await start();
  await say(rating("A", 1, { timestamp: "2026-11-21T10:00:00" }));
  await settled();
  await stop();
  // The title is there, and whoever wakes what waits for it has not got to it.
  await index.fold([{ movieId: "tv:1", facts: movieFacts({ title: "A" }), position: 0 }]);
  await start();
  await say(rating("A", 9, { timestamp: "2026-11-21T11:00:00" }));
  await settled();
  expect((await ratings()).map(({ score }) => score)).toEqual([1, 9]);
});

it("the same thing said twice has the same event id, in whatever place; other things have others", async () => {
  await start();
  await addMovie({ id: "tv:1", title: "A" });
  await say(rating("A"));
  await say(rating("A"));
  await say(rating("A", 9));
  await say(rating("A", 8, { timestamp: "2026-11-21T11:59:00.123457" }));
  await settled();
  const ids = (await ratings()).map(({ eventId }) => eventId);
  expect(ids[1]).toBe(ids[0]);
  expect(new Set(ids).size).toBe(3);
});

it("what is older than event ids are remembered counts as imported; no rating is from the future", async () => {
  await start();
  await addMovie({ id: "tv:1", title: "A" });
  await say(rating("A", 8, { timestamp: "2019-01-01T00:00:00" }));
  await say(rating("A", 8, { timestamp: "2031-01-01T00:00:00" }));
  await settled();
  expect((await ratings()).map(({ origin, occurredAt }) => [origin, occurredAt])).toEqual([
    ["import", Date.UTC(2019, 0)],
    ["live", NOW],
  ]);
});

it("goes on where it was, also when its group's offsets are gone", async () => {
  await start();
  await addMovie({ id: "tv:1", title: "A" });
  await say(rating("A", 1));
  await settled();
  await stop();
  await say(rating("A", 2));
  await temp.database.write([{ sql: "DELETE FROM log_commits", paramSets: [[]] }]);
  await start();
  await settled();
  expect((await ratings()).map(({ score }) => score)).toEqual([1, 2]);
  expect(await messagesOf(TOPICS.movies, readMovieEvent)).toHaveLength(1);
});

it("tries again when the store fails between any two steps, and every rating comes, in order", async () => {
  await addMovie({ id: "tv:1", title: "A" });
  await start();
  await settled();
  await stop();
  for (const step of ["find", "keepWaiting", "waitingFor", "saveProgress", "forget"] as const) {
    let failures = 0;
    const failing: TitleIndex = {
      ...index,
      [step]: async (...parameters: never[]) => {
        if (failures++ === 0) throw new Error(`${step} fails once`);
        return (index[step] as (...all: never[]) => Promise<unknown>)(...parameters);
      },
    };
    await start(failing);
    await say(rating("A", 5, { user: step }));
    await say(rating(`unknown to ${step}`, 6));
    await settled();
    await addMovie({ id: `tv:${step}`, title: `unknown to ${step}` });
    await settled();
    await stop();
    expect(failures).toBeGreaterThan(0);
    const counted = new Map((await ratings()).map(({ movieId, userId, score }) => [`${movieId} ${userId}`, score]));
    expect(counted.get(`tv:1 stream:${step}`)).toBe(5);
    expect(counted.get(`tv:${step} stream:kuro`)).toBe(6);
  }
});
