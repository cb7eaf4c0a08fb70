import { openEmbeddedEventLog } from "@marquee/platform/event-log/embedded-event-log.js";
import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import { FixedClock } from "@marquee/platform/testing/fixed-clock.js";
import { createRecordingLogger } from "@marquee/platform/testing/recording-logger.js";
import { openTempDatabase, type TempDatabase } from "@marquee/platform/testing/temp-database.js";
import { catalogueEntry } from "@marquee/schema/testing/catalogue-entry.js";
import { afterEach, beforeEach, expect, test } from "vitest";
import { appendSteps } from "../testing/movie-log.js";
import { type LeaderboardWorker, startLeaderboardWorker } from "./start-leaderboard-worker.js";
import { type MemoryBoardSnapshots, memoryBoardSnapshots } from "./testing/memory-board-snapshots.js";

let messages: TempDatabase;
let log: EventLog;
let snapshots: MemoryBoardSnapshots;
let holder: number | null;
let terms: number;
let workers: LeaderboardWorker[];

beforeEach(async () => {
  messages = await openTempDatabase();
  log = await openEmbeddedEventLog({ database: messages.database, partitions: 1, clock: new FixedClock() });
  snapshots = memoryBoardSnapshots();
  holder = null;
  terms = 0;
  workers = [];
});
afterEach(async () => {
  for (const worker of workers) await worker.close();
  await log.close();
  await messages.close();
});

/** A lease in memory, which the test may take away. */
function leaseOf(own: number) {
  return {
    get held() {
      return holder === own;
    },
    async acquire() {
      if (holder !== null && holder !== own) return null;
      holder = own;
      terms += 1;
      return terms;
    },
    renew: async () => holder === own,
    async release() {
      if (holder === own) holder = null;
    },
  };
}

async function start(own: number): Promise<LeaderboardWorker> {
  const logger = createRecordingLogger();
  const options = { log, snapshots, lease: leaseOf(own), logger, everyMs: 1, leaseEveryMs: 1 };
  const worker = await startLeaderboardWorker(options);
  workers.push(worker);
  return worker;
}

const put = (...ids: string[]) =>
  appendSteps(
    log,
    ids.map((id) => ({ id, position: 0, entry: catalogueEntry({ title: id }) })),
  );
const ranked = async () => (await snapshots.newest("all"))?.movieIds;

test("publishes nothing before it knows the whole log", async () => {
  await put(...Array.from({ length: 2000 }, (_, n) => `m${n}`));
  const worker = await start(1);
  await worker.caughtUp();
  expect(snapshots.calls).toEqual(["put all 1"]);
  expect(await ranked()).toHaveLength(1000);
});

test("takes up the boards when the lease comes to it, having followed all the time", async () => {
  await put("a");
  const first = await start(1);
  await first.caughtUp();
  const second = await start(2);
  await put("b");
  await second.caughtUp();
  await first.close();
  await put("c");
  while (holder !== 2) await second.caughtUp();
  await second.caughtUp();
  expect(await ranked()).toEqual(["a", "b", "c"]);
  expect(terms).toBe(2);
});

test("goes on in a new term after a write that failed", async () => {
  await put("a");
  const worker = await start(1);
  await worker.caughtUp();
  snapshots.failNext();
  await put("b");
  while (terms < 2) await worker.caughtUp();
  await worker.caughtUp();
  expect(await ranked()).toEqual(["a", "b"]);
});

test("whoever waits is told when it is closed", async () => {
  const worker = await start(1);
  holder = 7;
  await worker.close();
  await expect(worker.caughtUp()).rejects.toMatchObject({ code: "UNAVAILABLE" });
});
