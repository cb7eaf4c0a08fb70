import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "@marquee/platform/errors/app-error.js";
import { openEmbeddedEventLog } from "@marquee/platform/event-log/embedded-event-log.js";
import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import { readToEnd } from "@marquee/platform/event-log/read-to-end.js";
import { withTemporaryFolder } from "@marquee/platform/store/testing/with-temporary-folder.js";
import { openTempDatabase, type TempDatabase } from "@marquee/platform/testing/temp-database.js";
import { MovieRetired } from "@marquee/schema/events/movie-retired.js";
import { type CatalogueEntry, catalogueEntry, MovieUpserted } from "@marquee/schema/events/movie-upserted.js";
import { readOutsideRating } from "@marquee/schema/events/outside-rating.js";
import { RatingSubmitted } from "@marquee/schema/events/rating-submitted.js";
import { OUTSIDE_TOPICS, TOPICS } from "@marquee/schema/events/topics.js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { seededRandom } from "../sample/synthetic/seeded-random.js";
import { streamTitle } from "../streams/title-index.js";
import { findMovies, pickMovies } from "./pick-movies.js";
import { readTitleColumn } from "./read-title-column.js";
import { runSimulation, type SimulationParts } from "./run-simulation.js";
import { ratingEvents, wireMessages } from "./simulated-messages.js";
import { FIXED_NAME, simulatedNames, simulatedScore } from "./simulated-people.js";

const clock = { now: () => Date.UTC(2026, 10, 21, 12) };
let temp: TempDatabase;
let log: EventLog;

beforeEach(async () => {
  temp = await openTempDatabase();
  log = await openEmbeddedEventLog({ database: temp.database, partitions: 2, clock });
});
afterEach(async () => {
  await log.close();
  await temp.close();
});

const NOTHING: CatalogueEntry = catalogueEntry.parse({
  ...{ title: "x", originalTitle: null, kind: "MOVIE", releaseYear: null, releaseDate: null, runtimeMinutes: null },
  ...{ genres: [], countries: [], availableIn: [], directors: [], cast: [], languages: [], keywords: [] },
  ...{ contentRating: null, description: null, externalIds: [] },
});
const envelope = { eventId: "e", occurredAt: 0, origin: "import" as const };
const movie = (movieId: string, title: string) =>
  MovieUpserted.encode(MovieUpserted.create({ ...envelope, movieId, movie: { ...NOTHING, title } }));
const retired = (movieId: string) =>
  MovieRetired.encode(MovieRetired.create({ ...envelope, movieId, replacedBy: null }));

describe("people", () => {
  it("are one of fixed name and others whose names follow from the seed", () => {
    const names = simulatedNames(seededRandom(3, "n"), 11);
    expect(names[0]).toBe(FIXED_NAME);
    expect(new Set(names).size).toBe(11);
    expect(names.slice(1).every((name) => /^Simulated [A-Z][a-z]{7}$/.test(name))).toBe(true);
    expect(simulatedNames(seededRandom(3, "n"), 11)).toEqual(names);
    expect(simulatedNames(seededRandom(4, "n"), 11)).not.toEqual(names);
    expect(simulatedNames(seededRandom(3, "n"), 1)).toEqual([FIXED_NAME]);
  });

  it("give every score from 1 to 10 and no other", () => {
    const random = seededRandom(1, "scores");
    const scores = new Set(Array.from({ length: 2_000 }, () => simulatedScore(random)));
    expect([...scores].sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });
});

describe("movies", () => {
  it("are drawn from the catalogue by seed, without those that are retired", async () => {
    const all = Array.from({ length: 40 }, (_, n) => movie(`m:${n}`, `Movie ${n}`));
    await log.append(TOPICS.movies, [...all, retired("m:7"), movie("m:8", "Renamed"), { key: "k", value: "{" }]);
    const every = await pickMovies(log, { seed: 1, count: 100 });
    expect(every).toHaveLength(39);
    expect(every.find(({ movieId }) => movieId === "m:8")?.facts.title).toBe("Renamed");
    const some = await pickMovies(log, { seed: 1, count: 5 });
    expect(some).toHaveLength(5);
    expect(await pickMovies(log, { seed: 1, count: 5 })).toEqual(some);
    expect(await pickMovies(log, { seed: 2, count: 5 })).not.toEqual(some);
  });

  it("are found by the titles that are wanted", async () => {
    await log.append(TOPICS.movies, [
      ...[movie("b", "Dune"), movie("a", "DUNE"), movie("c", "Heat"), movie("d", "Other"), movie("e", "Was Heat")],
    ]);
    const found = await findMovies(log, ["dune ", "heat", "nothing"], streamTitle);
    expect(found.map(({ movieId }) => movieId).sort()).toEqual(["a", "c"]);
  });

  it("have titles from the column of a CSV file, each once", () =>
    withTemporaryFolder(async (folder) => {
      const path = join(folder, "titles.csv");
      await writeFile(
        path,
        '\ufeffshow_id,Title,rating\r\ns1,"One, and\nTwo",PG\r\ns2,Heat,R\r\ns3, Heat ,R\r\ns4,,R\r\n',
      );
      expect(await readTitleColumn(path)).toEqual(["One, and\nTwo", "Heat"]);
      await writeFile(path, "name,year\nHeat,1995\n");
      await expect(readTitleColumn(path)).rejects.toMatchObject({
        code: "BAD_USER_INPUT",
        message: expect.stringContaining("it has name, year"),
      });
      await writeFile(path, "title\n");
      await expect(readTitleColumn(path)).rejects.toMatchObject({ message: `${path} holds no title.` });
      await expect(readTitleColumn(join(folder, "none"))).rejects.toMatchObject({ code: "BAD_USER_INPUT" });
    }));
});

describe("a run", () => {
  const random = seededRandom(1, "run");
  const names = ["Simulated A", "Simulated B"];
  const quick = { pace: { perSecond: 20_000 }, forMs: 20 };

  async function run(more: Partial<SimulationParts>): Promise<number> {
    const movies = [{ movieId: "m:1", facts: { ...NOTHING, director: null, country: null, externalId: null } }];
    const maker = ratingEvents({ clock, random, names }, movies);
    const signal = new AbortController().signal;
    return runSimulation(quick, { log, maker, random, signal, onSent() {}, onRefused() {}, ...more });
  }

  async function valuesOf(topic: string): Promise<string[]> {
    const values: string[] = [];
    await readToEnd(log, topic, (messages) => void values.push(...messages.map(({ value }) => value)));
    return values;
  }

  it("appends live ratings of its users with the facts of the movie, each with an id of its own", async () => {
    const sent = await run({});
    const events = (await valuesOf(TOPICS.ratings)).map((value) => RatingSubmitted.schema.parse(JSON.parse(value)));
    expect(sent).toBeGreaterThan(0);
    expect(events).toHaveLength(sent);
    expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(sent);
    expect(events.every(({ origin, movieId }) => origin === "live" && movieId === "m:1")).toBe(true);
    const users = names.map((name) => `simulated:${name}`);
    expect(events.every(({ userId }) => users.includes(userId))).toBe(true);
  });

  it("writes what a system outside writes, in microseconds", async () => {
    await run({ maker: wireMessages({ clock, random, names }, ["Heat"]) });
    const values = await valuesOf(OUTSIDE_TOPICS.ratings);
    expect(values.length).toBeGreaterThan(0);
    for (const value of values) {
      expect(Object.keys(JSON.parse(value))).toEqual(["user", "movie", "rating", "timestamp"]);
      expect(JSON.parse(value).timestamp).toMatch(/^2026-11-21T12:00:00\.\d{6}Z$/);
      expect(readOutsideRating(value)).toMatchObject({ movie: "Heat" });
    }
  });

  it("sends the same again when the log does not take it, and counts it once", async () => {
    const refused: string[] = [];
    const tried: unknown[] = [];
    const flaky: Pick<EventLog, "append"> = {
      append(topic, messages) {
        tried.push(messages);
        if (tried.length > 1) return log.append(topic, messages);
        return Promise.reject(new AppError("UNKNOWN_OUTCOME", "?"));
      },
    };
    const sent = await run({ log: flaky as EventLog, onRefused: ({ code }) => void refused.push(code) });
    expect(refused).toEqual(["UNKNOWN_OUTCOME"]);
    expect(tried[1]).toEqual(tried[0]);
    expect(await valuesOf(TOPICS.ratings)).toHaveLength(sent);
  });

  it("ends when it is told to, in the middle of a pause", async () => {
    const stop = new AbortController();
    const maker = wireMessages({ clock, random, names }, ["Heat"]);
    const parts = { log, maker, random, signal: stop.signal, onSent: () => stop.abort(), onRefused() {} };
    const pace = { pauseMs: { from: 1e6, to: 2e6 } };
    expect(await runSimulation({ pace, forMs: null }, parts)).toBe(1);
  });
});
