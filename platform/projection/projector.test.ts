import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "../clock/clock.js";
import { openEmbeddedEventLog } from "../event-log/embedded-event-log.js";
import type { EventLog, LogMessage } from "../event-log/event-log.js";
import { silentLogger } from "../logger/logger.js";
import { openTempDatabase, type TempDatabase } from "../testing/temp-database.js";
import { openChangeFeed } from "./change-feed.js";
import type { ProjectionBatch } from "./projection.js";
import { startProjector } from "./projector.js";

let temp: TempDatabase;
let log: EventLog;
let tests = 0;
beforeAll(async () => {
  temp = await openTempDatabase();
  log = await openEmbeddedEventLog({ database: temp.database, partitions: 1, clock: systemClock });
});
afterAll(async () => {
  await log.close();
  await temp.close();
});

/** A projection of words: "x" is unreadable, capitals change something. */
function words(options: { apply?(batch: ProjectionBatch<string>): Promise<void> } = {}) {
  tests++;
  const topic = `words ${tests}`;
  const projection = {
    name: `words ${tests}`,
    topic,
    changesTopic: `changes ${tests}`,
    parse(message: LogMessage) {
      if (message.value === "x") throw new Error("x is no word");
      return message.value;
    },
    async apply(batch: ProjectionBatch<string>) {
      await options.apply?.(batch);
      return batch.events
        .filter(({ event }) => event === event.toUpperCase())
        .map(({ position, event }) => ({
          position,
          key: event,
          value: JSON.stringify({ type: "Word", position, event }),
        }));
    },
  };
  const say = (...values: string[]) =>
    log.append(
      topic,
      values.map((value) => ({ key: "k", value })),
    );
  const start = () =>
    startProjector({ log, projection, deadLettersTopic: `dead ${tests}`, logger: silentLogger, maxMessages: 3 });
  return { projection, say, start, deadLetters: `dead ${tests}` };
}

/** The first `count` values of a topic. */
async function read(topic: string, count: number): Promise<{ type: string; position: number }[]> {
  const values: { type: string; position: number }[] = [];
  if (count === 0) return values;
  await new Promise<void>((resolve, reject) => {
    void log
      .tail({
        topic,
        from: new Map([[0, 0]]),
        onMessages(messages) {
          values.push(...messages.map(({ value }) => JSON.parse(value)));
          if (values.length >= count) resolve();
        },
        onError: reject,
      })
      .catch(reject);
  });
  return values;
}

describe("a projector", () => {
  it("publishes changes in source order, and progress where a batch ends without one", async () => {
    const { projection, say, start } = words();
    await say("A", "b", "C", "d", "e");
    const projector = await start();
    await projector.caughtUp();
    expect((await read(projection.changesTopic, 3)).map(({ type, position }) => [type, position])).toEqual([
      ["Word", 0],
      ["Word", 2],
      ["Progress", 4],
    ]);
    await projector.close();
  });

  it("commits only what is folded: a batch that fails comes again, and nothing behind it came first", async () => {
    const seen: string[][] = [];
    let failures = 2;
    const { say, start } = words({
      async apply({ committed, events }) {
        seen.push([String(committed), ...events.map(({ event }) => event)]);
        if (failures-- > 0) throw new Error("the store is away");
      },
    });
    await say("a", "b", "c", "d");
    const projector = await start();
    await projector.caughtUp();
    expect(seen).toEqual([
      ["0", "a", "b", "c"],
      ["0", "a", "b", "c"],
      ["0", "a", "b", "c"],
      ["3", "d"],
    ]);
    await projector.close();
  });

  it("puts what it can't read aside, with its reason and place, and goes on", async () => {
    const { projection, say, start, deadLetters } = words();
    await say("A", "x", "B");
    const projector = await start();
    await projector.caughtUp();
    expect((await read(projection.changesTopic, 2)).map(({ position }) => position)).toEqual([0, 2]);
    expect(await read(deadLetters, 1)).toMatchObject([
      { reason: "UNREADABLE", detail: "x is no word", source: { topic: projection.topic, position: 1, value: "x" } },
    ]);
    await projector.close();
  });
});

describe("a change feed", () => {
  const read = (value: string) => JSON.parse(value) as { type: string; position: number };

  it("knows where the tables stand from the last record, and drops what is told again", async () => {
    const topic = `changes of feed ${++tests}`;
    const publish = (...positions: number[]) =>
      log.append(
        topic,
        positions.map((position) => ({ key: "", value: JSON.stringify({ type: "Change", position }) })),
      );
    await publish(3, 8);
    const feed = await openChangeFeed({ log, topic, read, appliedFallback: async () => -1, logger: silentLogger });
    expect(feed.applied.of(0)).toBe(8);
    const heard: number[] = [];
    feed.listen((_, { position }) => heard.push(position));
    await publish(7, 8, 9, 9, 12);
    await feed.applied.reached(0, 12);
    expect(heard).toEqual([9, 12]);
    await feed.close();
  });

  it("asks the tables where no record is left", async () => {
    const feed = await openChangeFeed({
      log,
      topic: `changes of feed ${++tests}`,
      read,
      appliedFallback: async () => 41,
      logger: silentLogger,
    });
    expect(feed.applied.of(0)).toBe(41);
    await feed.close();
  });
});
