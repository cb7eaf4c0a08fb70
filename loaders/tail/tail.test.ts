import { Writable } from "node:stream";
import { openEmbeddedEventLog } from "@marquee/platform/event-log/embedded-event-log.js";
import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import { openTempDatabase, type TempDatabase } from "@marquee/platform/testing/temp-database.js";
import { RatingRemoved } from "@marquee/schema/events/rating-removed.js";
import { RatingSubmitted } from "@marquee/schema/events/rating-submitted.js";
import { RatingsImported } from "@marquee/schema/events/ratings-imported.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { afterEach, beforeEach, expect, it, test } from "vitest";
import { movieFacts } from "../testing/movie-facts.js";
import { readTailOptions, type TailCommand } from "./tail-options.js";
import { tailRatings } from "./tail-ratings.js";

const AT = Date.UTC(2026, 10, 21, 12);
const clock = { now: () => AT };
let temp: TempDatabase;
let log: EventLog;
let closing: (() => Promise<void>)[];

beforeEach(async () => {
  temp = await openTempDatabase();
  log = await openEmbeddedEventLog({ database: temp.database, partitions: 2, clock });
  closing = [];
});
afterEach(async () => {
  for (const close of closing) await close();
  await log.close();
  await temp.close();
});

const movie = movieFacts({ title: "Heat", releaseYear: 1995 });
const envelope = (n: number) => ({ eventId: `e${n}`, occurredAt: AT + n, origin: "live" as const });
const rated = (n: number, movieId = "m:1", facts = movie) =>
  RatingSubmitted.encode(
    RatingSubmitted.create({ ...envelope(n), movieId, userId: `u:${n}`, score: (n % 10) + 1, movie: facts }),
  );

/** An output that takes no more until it is told to. */
class Output extends Writable {
  text = "";
  held: (() => void) | undefined;
  holds = false;
  readonly #told = new Set<() => void>();

  override _write(chunk: Buffer, _encoding: string, taken: () => void): void {
    this.text += chunk.toString();
    for (const tell of this.#told) tell();
    if (this.holds) this.held = taken;
    else taken();
  }

  get lines(): string[] {
    return this.text.split("\n").slice(0, -1);
  }

  async until(lines: number): Promise<string[]> {
    while (this.lines.length < lines) await new Promise<void>((resolve) => this.#told.add(resolve));
    return this.lines;
  }
}

async function tail(command: Partial<TailCommand>, output = new Output({ highWaterMark: 1 })) {
  const unreadable: number[] = [];
  const opened = await tailRatings(
    { from: "end", movieId: null, json: false, ...command },
    { log, output, onUnreadable: ({ position }) => void unreadable.push(position), onError() {} },
  );
  closing.push(() => opened.close());
  return { output, unreadable };
}

it("prints what comes from now on, with title, year and score", async () => {
  await log.append(TOPICS.ratings, [rated(1)]);
  const { output } = await tail({});
  await log.append(TOPICS.ratings, [rated(2)]);
  expect(await output.until(1)).toEqual(["2026-11-21T12:00:00.002Z   3/10  Heat (1995)  by u:2"]);
});

it("prints all that there is from the beginning: taken back, imported, many in one event", async () => {
  const removed = RatingRemoved.create({ ...envelope(3), movieId: "m:1", userId: "u:1", movie });
  const imported = RatingsImported.create({
    ...{ ...envelope(4), origin: "import", movieId: "m:1", movie },
    ratings: [5, 6].map((n) => ({ eventId: `i${n}`, userId: `d:${n}`, score: n, ratedAt: 0 })),
  });
  await log.append(TOPICS.ratings, [rated(1), RatingRemoved.encode(removed), RatingsImported.encode(imported)]);
  const { output } = await tail({ from: "beginning" });
  expect(await output.until(4)).toEqual([
    "2026-11-21T12:00:00.001Z   2/10  Heat (1995)  by u:1",
    "2026-11-21T12:00:00.003Z     –   Heat (1995)  by u:1",
    "1970-01-01T00:00:00.000Z   5/10  Heat (1995)  by d:5  (import)",
    "1970-01-01T00:00:00.000Z   6/10  Heat (1995)  by d:6  (import)",
  ]);
});

it("prints one movie alone, and JSON where it is asked for", async () => {
  await log.append(TOPICS.ratings, [rated(1, "m:1"), rated(2, "m:2"), rated(3, "m:3"), rated(4, "m:2")]);
  const { output } = await tail({ from: "beginning", movieId: "m:2", json: true });
  const lines = (await output.until(2)).map((line) => JSON.parse(line));
  expect(lines).toEqual([
    expect.objectContaining({
      movieId: "m:2",
      title: "Heat",
      releaseYear: 1995,
      userId: "u:2",
      score: 3,
      eventId: "e2",
    }),
    expect.objectContaining({ ratedAt: "2026-11-21T12:00:00.004Z", origin: "live", partition: expect.any(Number) }),
  ]);
});

it("passes over what is no rating, and shows no sign that steers a terminal", async () => {
  await log.append(TOPICS.ratings, [
    { key: "m:1", value: "{" },
    rated(1, "m:1", movieFacts({ title: "\u001b[31mRed\u202e" })),
  ]);
  const { output, unreadable } = await tail({ from: "beginning" });
  expect((await output.until(1))[0]).toContain("\uFFFD[31mRed\uFFFD");
  expect(unreadable).toHaveLength(1);
});

it("reads no further than its output takes, and ends when its output has", async () => {
  let read = 0;
  const counted = {
    partitionOf: log.partitionOf.bind(log),
    positions: log.positions.bind(log),
    tail: (options: Parameters<EventLog["tail"]>[0]) =>
      log.tail({
        ...options,
        async onMessages(messages) {
          read += messages.length;
          await options.onMessages(messages);
        },
      }),
  };
  await log.append(
    TOPICS.ratings,
    Array.from({ length: 1_200 }, (_, n) => rated(n)),
  );
  const output = new Output({ highWaterMark: 1 });
  output.holds = true;
  const command = { from: "beginning", movieId: null, json: false } as const;
  const opened = await tailRatings(command, { log: counted, output, onUnreadable() {}, onError() {} });
  await output.until(500);
  expect(read).toBe(500);
  output.held?.();
  await output.until(1_000);
  expect(read).toBe(1_000);
  output.destroy();
  await opened.close();
  expect(read).toBe(1_000);
});

test.each([[["--from", "middle"]], [["--film", "x"]], [["x"]]])("%j is refused, with how it is used", (args) => {
  expect(() => readTailOptions(args)).toThrow("npm run -s tail");
});
