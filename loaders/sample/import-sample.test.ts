import { setImmediate } from "node:timers/promises";
import { openEmbeddedEventLog } from "@marquee/platform/event-log/embedded-event-log.js";
import { FixedClock } from "@marquee/platform/testing/fixed-clock.js";
import { openTempDatabase } from "@marquee/platform/testing/temp-database.js";
import { readMovieEvent } from "@marquee/schema/events/movie-events.js";
import { readRatingEvent } from "@marquee/schema/events/rating-events.js";
import { readReviewEvent } from "@marquee/schema/events/review-events.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { readUserEvent } from "@marquee/schema/events/user-events.js";
import { describe, expect, it } from "vitest";
import { openEmbeddedImportCheckpoints } from "../checkpoints/embedded-import-checkpoints.js";
import type { ImportProgress } from "../import/import-phase.js";
import { ArrayEventLog } from "../testing/array-event-log.js";
import { createArrayImportCheckpoints } from "../testing/array-import-checkpoints.js";
import { smallSample, smallSource } from "../testing/small-sample.js";
import { type ImportSampleOptions, importSample } from "./import-sample.js";

const READERS: Record<string, (value: string) => { eventId: string }> = {
  [TOPICS.movies]: readMovieEvent,
  [TOPICS.users]: readUserEvent,
  [TOPICS.ratings]: readRatingEvent,
  [TOPICS.reviews]: readReviewEvent,
};

// Many films with few ratings each: every phase but the viewers' takes several appends.
const source = smallSource("small", smallSample(1_300, { viewers: 30 }));

function start(overrides: Partial<ImportSampleOptions> = {}) {
  const log = new ArrayEventLog();
  const checkpoints = createArrayImportCheckpoints();
  const progress: ImportProgress[] = [];
  const run = (more: Partial<ImportSampleOptions> = {}) =>
    importSample({
      log,
      checkpoints,
      clock: new FixedClock(),
      onProgress: (p) => progress.push(p),
      source,
      ...overrides,
      ...more,
    });
  return { log, checkpoints, progress, run };
}

async function wholeImport(): Promise<ArrayEventLog> {
  const { log, run } = start();
  await run();
  return log;
}

describe("importSample", () => {
  it("appends every film first, then viewers, ratings and reviews, all as the schema has them", async () => {
    const { log, run } = start();
    const report = await run();
    const counts = { films: 0, viewers: 0, ratings: 0, reviews: 0 };
    const topics: string[] = [];
    for (const { topic, key, value } of log.messages) {
      if (topics.at(-1) !== topic) topics.push(topic);
      const event = READERS[topic]?.(value) as ReturnType<typeof readRatingEvent> & { userId?: string };
      expect(event.origin).toBe("import");
      expect(key).toBe(topic === TOPICS.users ? event.userId : event.movieId);
      if (topic === TOPICS.movies) counts.films += 1;
      if (topic === TOPICS.users) counts.viewers += 1;
      if (topic === TOPICS.reviews) counts.reviews += 1;
      if (event.type === "RatingsImported") counts.ratings += event.ratings.length;
    }
    expect(topics).toEqual([TOPICS.movies, TOPICS.users, TOPICS.ratings, TOPICS.reviews]);
    expect(report).toEqual({ outcome: "imported", counts, elapsedMs: 0 });
    expect(counts).toMatchObject({ films: 1_300, viewers: 30 });
    expect(counts.reviews).toBeGreaterThan(0);
  });

  it("copies the movie's facts into its ratings", async () => {
    const log = await wholeImport();
    const message = log.messages.find(({ topic }) => topic === TOPICS.ratings);
    const event = readRatingEvent(message?.value ?? "");
    expect(event.movie).toEqual({
      title: "Film 1",
      genres: ["Drama"],
      director: "First Director",
      country: "FR",
      releaseYear: 1990,
      contentRating: null,
      runtimeMinutes: 90,
      externalId: "imdb:tt0000001",
    });
  });

  it("has four appends in flight at most, and never of two phases", async () => {
    const { log, run } = start({ source: smallSource("many films", smallSample(2_600, { viewers: 4 })) });
    const seen: string[][] = [];
    let startFourth = (): void => {};
    const fourthStarted = new Promise<void>((resolve) => {
      startFourth = resolve;
    });
    log.onAppend = async (append) => {
      seen.push([...log.inFlight]);
      if (append === 3) startFourth();
      await fourthStarted;
      // Turns enough for whatever would start beside it.
      for (let turn = 0; turn < 5; turn++) await setImmediate();
    };
    await run();
    expect(Math.max(...seen.map((topics) => topics.length))).toBe(4);
    expect(Math.max(...seen.map((topics) => new Set(topics).size))).toBe(1);
    expect(Math.max(...log.appendSizes)).toBeLessThan(1_000);
  });

  it("tells its progress in rows, from nothing to all", async () => {
    const { progress, run } = start();
    const { counts } = await run();
    const total = Object.values(counts ?? {}).reduce((sum, count) => sum + count, 0);
    expect(progress[0]).toEqual({ done: 0, total, phase: "films" });
    expect(progress.at(-1)).toEqual({ done: total, total, phase: "reviews" });
    for (const [index, { done }] of progress.entries())
      expect(done).toBeGreaterThanOrEqual(progress[index - 1]?.done ?? 0);
  });

  it("does nothing when it is complete", async () => {
    const { log, run } = start();
    await run();
    const before = log.messages.length;
    const open = () => expect.fail("the sample was read again");
    expect(await run({ source: { ...source, open } })).toEqual({
      outcome: "already-imported",
      counts: null,
      elapsedMs: 0,
    });
    expect(log.messages).toHaveLength(before);
  });

  it("imports a newer sample over a complete older one, and over half of one", async () => {
    const { log, checkpoints, run } = start();
    await run({ source: smallSource("older", smallSample(3)) });
    await run({ source: smallSource("newer", smallSample(4)) });
    expect(log.messages.filter(({ topic }) => topic === TOPICS.movies)).toHaveLength(7);
    await checkpoints.save("sample", { fingerprint: "another", done: 5, complete: false });
    await run({ source: smallSource("newer", smallSample(4)) });
    expect(log.messages.filter(({ topic }) => topic === TOPICS.movies)).toHaveLength(11);
  });

  it("runs on the embedded log", async () => {
    const { database, close } = await openTempDatabase();
    const clock = new FixedClock();
    const log = await openEmbeddedEventLog({ database, partitions: 3, clock });
    try {
      const checkpoints = await openEmbeddedImportCheckpoints(database);
      const run = () => importSample({ log, checkpoints, clock, onProgress: () => {}, source });
      expect((await run()).outcome).toBe("imported");
      const ranges = await log.positions(TOPICS.movies);
      expect(ranges.reduce((sum, { earliest, end }) => sum + end - earliest, 0)).toBe(1_300);
      expect((await run()).outcome).toBe("already-imported");
    } finally {
      await log.close();
      await close();
    }
  });
});
