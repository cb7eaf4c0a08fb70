import { systemClock } from "@marquee/platform/clock/clock.js";
import { openEmbeddedEventLog } from "@marquee/platform/event-log/embedded-event-log.js";
import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import { startProjectors } from "@marquee/platform/projection/start-projectors.js";
import { createMetrics } from "@marquee/platform/service/metrics.js";
import { createRecordingLogger } from "@marquee/platform/testing/recording-logger.js";
import { openTempDatabase } from "@marquee/platform/testing/temp-database.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type ListedDeadLetter, listDeadLetters } from "./list-dead-letters.js";
import { replayDeadLetters } from "./replay-dead-letters.js";

let temp: Awaited<ReturnType<typeof openTempDatabase>>;
let log: EventLog;
let projectors: Awaited<ReturnType<typeof startProjectors>>;
/** What the groups understand, and what they have folded. */
let readable: (value: string) => boolean;
let folded: string[];

beforeEach(async () => {
  temp = await openTempDatabase();
  log = await openEmbeddedEventLog({ database: temp.database, partitions: 2, clock: systemClock });
  readable = (value) => !value.startsWith("bad");
  folded = [];
  const projection = (name: string) => ({
    name,
    topic: "words",
    parse({ value }: { value: string }) {
      if (!readable(value)) throw new Error(`${name} can't read it`);
      return value;
    },
    async apply({ events }: { events: readonly { event: string }[] }) {
      folded.push(...events.map(({ event }) => `${name} ${event}`));
      return [];
    },
  });
  projectors = await startProjectors({
    log,
    plans: [{ projection: projection("one") }, { projection: projection("two") }],
    deadLettersTopic: TOPICS.deadLetters,
    logger: createRecordingLogger(),
    metrics: createMetrics(),
  });
});

afterEach(async () => {
  await projectors.close();
  await log.close();
  await temp.close();
});

const say = async (...values: string[]) => {
  await log.append(
    "words",
    values.map((value) => ({ key: value, value })),
  );
  await projectors.caughtUp();
};

async function listed(filter: Parameters<typeof listDeadLetters>[1] = {}): Promise<string[]> {
  const letters: ListedDeadLetter[] = [];
  await listDeadLetters(log, filter, (letter) => void letters.push(letter));
  return letters.map(({ group, source, replayed }) => `${group} ${source.value}${replayed ? " replayed" : ""}`).sort();
}

it("lists what no group could fold, by group and filter, with why", async () => {
  await say("good", "bad 1", "bad 2");
  expect(await listed()).toEqual(["one bad 1", "one bad 2", "two bad 1", "two bad 2"]);
  expect(await listed({ topic: "words", reason: "UNREADABLE" })).toHaveLength(4);
  expect(await listed({ topic: "others" })).toEqual([]);
  expect(await listed({ reason: "UNKNOWN_TITLE" })).toEqual([]);
  const details: string[] = [];
  await listDeadLetters(log, {}, ({ detail }) => void details.push(detail));
  expect(details.sort()[0]).toBe("one can't read it");
});

it("replays each message once for all groups, and marks it", async () => {
  await say("bad 1", "bad 2");
  readable = () => true;
  expect(await replayDeadLetters(log, {})).toBe(2);
  await projectors.caughtUp();
  expect(folded.sort()).toEqual(["one bad 1", "one bad 2", "two bad 1", "two bad 2"]);
  expect(await listed()).toEqual([]);
  expect(await listed({ all: true })).toHaveLength(4);
  expect(await replayDeadLetters(log, {})).toBe(0);
});

it("lists again what still can't be folded", async () => {
  await say("bad 1");
  expect(await replayDeadLetters(log, { topic: "words" })).toBe(1);
  await projectors.caughtUp();
  expect(await listed()).toEqual(["one bad 1", "two bad 1"]);
  expect(await listed({ all: true })).toEqual(["one bad 1", "one bad 1 replayed", "two bad 1", "two bad 1 replayed"]);
});
