import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Clock } from "../clock/clock.js";
import { openEmbeddedEventLog } from "../event-log/embedded-event-log.js";
import type { EventLog } from "../event-log/event-log.js";
import { FixedClock } from "../testing/fixed-clock.js";
import { createRecordingLogger, type RecordingLogger } from "../testing/recording-logger.js";
import { openTempDatabase, type TempDatabase } from "../testing/temp-database.js";
import { openEmbeddedFollowerStore } from "./embedded-follower-store.js";
import { type FollowedTopic, type Follower, startFollower } from "./follower.js";
import { type FollowerStore, memoryFollowerStore } from "./follower-store.js";
import type { Projection, ProjectionBatch } from "./projection.js";

const TOPIC = "words";
const OTHER = "numbers";

let temp: TempDatabase;
let logs: TempDatabase[];
let clock: FixedClock;
let logger: RecordingLogger;
let followers: Follower[];

beforeEach(async () => {
  temp = await openTempDatabase();
  await temp.database.write([{ sql: "CREATE TABLE folded (topic, position, value)", paramSets: [[]] }]);
  logs = [];
  clock = new FixedClock();
  logger = createRecordingLogger();
  followers = [];
});
afterEach(async () => {
  for (const follower of followers) await follower.close();
  await Promise.all([temp, ...logs].map((database) => database.close()));
});

/** A log of its own: what a cluster is after its disks were lost. */
async function openLog(partitions = 1): Promise<EventLog> {
  const database = await openTempDatabase();
  logs.push(database);
  return openEmbeddedEventLog({ database: database.database, partitions, clock: clock as Clock });
}

async function append(log: EventLog, ...values: string[]): Promise<void> {
  clock.advance(1);
  await log.append(
    TOPIC,
    values.map((value) => ({ key: value.slice(0, 1), value })),
  );
}

/** Adds what it is given to the table; a position once. */
function projectionOf(topic = TOPIC, onBatch: (batch: ProjectionBatch<string>) => void = () => {}): Projection<string> {
  return {
    name: "test",
    topic,
    parse: ({ value }) => {
      if (value.startsWith("?")) throw new Error("unreadable");
      return value;
    },
    async apply(batch) {
      onBatch(batch);
      await temp.database.write([
        {
          sql: `INSERT INTO folded SELECT ?1, ?2, ?3
            WHERE NOT EXISTS (SELECT 1 FROM folded WHERE topic = ?1 AND position = ?2 AND value = ?3)`,
          paramSets: batch.events.map(({ position, event }) => [topic, position, event]),
        },
      ]);
      return [];
    },
  };
}

const openStore = () => openEmbeddedFollowerStore(temp.database, ["folded"]);

async function follow(
  log: EventLog,
  topics: FollowedTopic[] = [{ projection: projectionOf() }],
  store?: FollowerStore,
): Promise<Follower> {
  const follower = await startFollower({ log, topics, store: store ?? (await openStore()), logger });
  followers.push(follower);
  return follower;
}

async function folded(): Promise<string[]> {
  const rows = await temp.database.all<{ value: string }>("SELECT value FROM folded ORDER BY topic DESC, position");
  return rows.map(({ value }) => value);
}

/** Follows until all is folded. */
async function followOnce(log: EventLog, topics?: FollowedTopic[], store?: FollowerStore): Promise<void> {
  const follower = await follow(log, topics, store);
  await follower.caughtUp();
  await follower.close();
}

test("folds what is in the log and what comes, of every partition", async () => {
  const log = await openLog(3);
  await append(log, "a", "b", "c", "d");
  const follower = await follow(log);
  await follower.caughtUp();
  expect((await folded()).sort()).toEqual(["a", "b", "c", "d"]);
  const [at] = await log.append(TOPIC, [{ key: "e", value: "e" }]);
  expect(await follower.wait(TOPIC, at?.partition ?? 0, at?.position ?? 0, 5000)).toBe(true);
  expect((await folded()).sort()).toEqual(["a", "b", "c", "d", "e"]);
});

test("goes on after a restart where it stopped", async () => {
  const log = await openLog();
  await append(log, "a", "b");
  await followOnce(log);
  await append(log, "c");
  const batches: string[][] = [];
  await followOnce(log, [
    { projection: projectionOf(TOPIC, ({ events }) => batches.push(events.map((e) => e.event))) },
  ]);
  expect(batches).toEqual([["c"]]);
  expect(await folded()).toEqual(["a", "b", "c"]);
});

test("is caught up when there is nothing new, and where there is nothing at all", async () => {
  const log = await openLog();
  await followOnce(log);
  await append(log, "a");
  await followOnce(log);
  await followOnce(log);
  expect(await folded()).toEqual(["a"]);
});

test("killed between rows and positions it folds those rows again", async () => {
  const log = await openLog();
  await append(log, "a", "b");
  const store = await openStore();
  let stopped: () => void = () => {};
  const stop = new Promise<void>((resolve) => {
    stopped = resolve;
  });
  const killed = await follow(log, [{ projection: projectionOf() }], {
    ...store,
    save() {
      stopped();
      return new Promise((_, reject) => setImmediate(reject, new Error("killed")));
    },
  });
  await stop;
  await killed.close();
  expect([await folded(), await store.load(TOPIC)]).toEqual([["a", "b"], []]);
  await append(log, "c");
  const batches: string[][] = [];
  await followOnce(log, [
    { projection: projectionOf(TOPIC, ({ events }) => batches.push(events.map((e) => e.event))) },
  ]);
  expect(batches.flat()).toEqual(["a", "b", "c"]);
  expect(await folded()).toEqual(["a", "b", "c"]);
});

describe("a log that is not the one that was folded", () => {
  test.each([
    ["shorter", ["x"]],
    ["as long", ["x", "y"]],
    ["longer", ["x", "y", "z"]],
  ])("and is %s is folded from the beginning", async (_, values) => {
    const first = await openLog();
    await append(first, "a", "b");
    await followOnce(first);
    const second = await openLog();
    await append(second, ...values);
    const follower = await follow(second);
    // What is thrown away is said; only then does it wait for the new.
    await follower.caughtUp().catch(() => follower.caughtUp());
    expect(await folded()).toEqual(values);
    expect(logger.lines.map(({ level }) => level)).toContain("warn");
  });

  test("in which the same was appended at another time is another one", async () => {
    const first = await openLog();
    await append(first, "a", "b");
    await followOnce(first);
    const second = await openLog();
    await append(second, "x", "b");
    const follower = await follow(second);
    await follower.caughtUp().catch(() => follower.caughtUp());
    expect(await folded()).toEqual(["x", "b"]);
  });

  test("has everything emptied, though only one topic was made anew", async () => {
    const both = [{ projection: projectionOf() }, { projection: projectionOf(OTHER) }];
    const first = await openLog();
    await append(first, "a", "b");
    await first.append(OTHER, [{ key: "1", value: "1" }]);
    await followOnce(first, both);
    const second = await openLog();
    await append(second, "x");
    await second.append(OTHER, [{ key: "1", value: "1" }]);
    await followOnce(second, both);
    expect(await folded()).toEqual(["x", "1"]);
  });

  test("or has forgotten what was never folded, is folded from what it has", async () => {
    const log = await openLog();
    await append(log, "a", "b", "c", "d");
    await followOnce(log);
    await temp.database.write([{ sql: "UPDATE follower_positions SET position = 0", paramSets: [[]] }]);
    await logs[0]?.database.write([{ sql: "DELETE FROM log_messages WHERE position < 2", paramSets: [[]] }]);
    await followOnce(log);
    expect(await folded()).toEqual(["c", "d"]);
  });

  test("is not seen in a message that compaction took away", async () => {
    const log = await openLog();
    await append(log, "a", "b");
    await followOnce(log);
    await append(log, "c");
    await logs[0]?.database.write([{ sql: "DELETE FROM log_messages WHERE position = 1", paramSets: [[]] }]);
    await followOnce(log);
    expect(await folded()).toEqual(["a", "b", "c"]);
    expect(logger.lines).toEqual([]);
  });
});

test("what fails is tried again, in order, and nothing behind it is folded before", async () => {
  const log = await openLog();
  await append(log, "a");
  const tried: string[] = [];
  const succeeded: string[] = [];
  let failures = 2;
  const follower = await follow(log, [
    {
      projection: projectionOf(TOPIC, ({ events }) => {
        const these = events.map((e) => e.event);
        tried.push(...these);
        if (failures-- > 0) throw new Error("full");
        succeeded.push(...these);
      }),
    },
  ]);
  await append(log, "b");
  await follower.caughtUp();
  // Whether b comes with it or behind it.
  expect(tried.filter((event) => event === "a")).toHaveLength(3);
  expect(succeeded).toEqual(["a", "b"]);
});

test("a message that can't be read is said and passed over", async () => {
  const log = await openLog();
  await append(log, "a", "?", "b");
  await followOnce(log);
  expect(await folded()).toEqual(["a", "b"]);
  expect(logger.lines).toMatchObject([{ level: "warn", fields: { position: 1 } }]);
});

test("a tail that ends is taken up again", async () => {
  const log = await openLog();
  await append(log, "a");
  let fail: (error: unknown) => void = () => {};
  const follower = await follow({
    ...bound(log),
    tail: (options) => {
      fail = (error) => options.onError?.(error);
      return log.tail(options);
    },
  });
  await follower.caughtUp();
  fail(new Error("the broker is gone"));
  await append(log, "b");
  await follower.caughtUp();
  expect(await folded()).toEqual(["a", "b"]);
});

describe("conflation", () => {
  const HOUR_MS = 60 * 60 * 1000;

  test("hands over the last message of each key, at once when somebody waits", async () => {
    const log = await openLog();
    const batches: string[][] = [];
    const projection = projectionOf(TOPIC, ({ events }) => batches.push(events.map((e) => e.event)));
    await append(log, "a1", "b1", "a2");
    const follower = await follow(log, [{ projection, conflateMs: HOUR_MS }]);
    await follower.caughtUp();
    await append(log, "b2");
    await append(log, "a3");
    await append(log, "b3");
    await follower.caughtUp();
    expect(batches[0]).toEqual(["b1", "a2"]);
    expect(batches.flat().slice(-2)).toEqual(["a3", "b3"]);
  });

  test("what is held when it ends comes again", async () => {
    const log = await openLog();
    await append(log, "a1");
    const topics = [{ projection: projectionOf(), conflateMs: HOUR_MS }];
    const follower = await follow(log, topics);
    await follower.caughtUp();
    await append(log, "a2");
    await follower.close();
    expect(await folded()).toEqual(["a1"]);
    await followOnce(log, topics);
    expect(await folded()).toEqual(["a1", "a2"]);
  });
});

test("what is folded into memory goes on while the memory lasts, and begins at the beginning without it", async () => {
  const log = await openLog();
  await append(log, "a", "b");
  const events: string[] = [];
  const topics = [
    { projection: projectionOf(TOPIC, (batch) => events.push(...batch.events.map(({ event }) => event))) },
  ];
  const store = memoryFollowerStore(() => {});
  await followOnce(log, topics, store);
  await append(log, "c");
  await followOnce(log, topics, store);
  expect(events.splice(0)).toEqual(["a", "b", "c"]);
  await followOnce(
    log,
    topics,
    memoryFollowerStore(() => {}),
  );
  expect(events).toEqual(["a", "b", "c"]);
});

test("whoever waits for it to catch up is told when it is closed", async () => {
  const log = await openLog();
  await append(log, "a");
  let release: () => void = () => {};
  const stuck: Projection<string> = {
    ...projectionOf(),
    apply: () =>
      new Promise((_, reject) => {
        release = () => reject(new Error("closed"));
      }),
  };
  const follower = await follow(log, [{ projection: stuck }]);
  const waiting = follower.caughtUp();
  const closing = follower.close();
  release();
  await expect(waiting).rejects.toMatchObject({ code: "UNAVAILABLE" });
  await closing;
});

function bound(log: EventLog): EventLog {
  return {
    append: (topic, messages) => log.append(topic, messages),
    consume: (options) => log.consume(options),
    tail: (options) => log.tail(options),
    positions: (topic) => log.positions(topic),
    committed: (group, topic) => log.committed(group, topic),
    partitions: (topic) => log.partitions(topic),
    partitionOf: (topic, key) => log.partitionOf(topic, key),
    ping: () => log.ping(),
    close: () => log.close(),
  };
}
