// Two workers on one cluster: one keeps the boards, the other is ready to.
import { openEmbeddedEventLog } from "@marquee/platform/event-log/embedded-event-log.js";
import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import { silentLogger } from "@marquee/platform/logger/logger.js";
import { createMetrics } from "@marquee/platform/service/metrics.js";
import { openCassandraDatabase } from "@marquee/platform/store/cassandra-database.js";
import type { CqlDatabase } from "@marquee/platform/store/cql-database.js";
import { CqlLease } from "@marquee/platform/store/cql-lease.js";
import { type CassandraLink, openCassandraLink } from "@marquee/platform/testing/cassandra-link.js";
import { openTestCassandra, type TestCassandra } from "@marquee/platform/testing/cassandra-test-database.js";
import { FixedClock } from "@marquee/platform/testing/fixed-clock.js";
import { createRecordingLogger } from "@marquee/platform/testing/recording-logger.js";
import { openTempDatabase, type TempDatabase } from "@marquee/platform/testing/temp-database.js";
import { readTableMigrations } from "@marquee/schema/tables/read-table-migrations.js";
import { catalogueEntry } from "@marquee/schema/testing/catalogue-entry.js";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import type { BoardSnapshots } from "../store/board-snapshots.js";
import { cassandraBoardSnapshots } from "../store/cassandra-board-snapshots.js";
import { appendRatings, appendSteps } from "../testing/movie-log.js";
import { type LeaderboardWorker, startLeaderboardWorker } from "./start-leaderboard-worker.js";

const LEASE_SECONDS = 2;

let cassandra: TestCassandra;
let link: CassandraLink;
let linked: CqlDatabase;
let messages: TempDatabase;
let log: EventLog;
let snapshots: BoardSnapshots;
let workers: LeaderboardWorker[];
let position: number;

beforeEach(async () => {
  cassandra = await openTestCassandra(inject("cassandra"), [readTableMigrations("movies")]);
  link = await openCassandraLink(inject("cassandra"));
  linked = await openCassandraDatabase({
    contactPoints: [link.contactPoint],
    localDatacenter: "datacenter1",
    keyspace: cassandra.database.keyspace,
    logger: silentLogger,
    metrics: createMetrics(),
  });
  messages = await openTempDatabase();
  log = await openEmbeddedEventLog({ database: messages.database, partitions: 2, clock: new FixedClock() });
  snapshots = cassandraBoardSnapshots(cassandra.database);
  workers = [];
  position = 0;
  await appendSteps(
    log,
    ["a", "b", "c"].map((id) => ({ id, position: 0, entry: catalogueEntry({ title: id }) })),
  );
});
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.close()));
  await log.close();
  await linked.close();
  await link.close();
  await Promise.all([cassandra.close(), messages.close()]);
});

async function start(database: CqlDatabase, seconds = LEASE_SECONDS): Promise<LeaderboardWorker> {
  const worker = await startLeaderboardWorker({
    log,
    snapshots: cassandraBoardSnapshots(database),
    lease: new CqlLease({ database, table: "movies_leases", name: "leaderboard", seconds }),
    logger: createRecordingLogger(),
    everyMs: 5,
    leaseEveryMs: 100,
  });
  workers.push(worker);
  await worker.caughtUp();
  return worker;
}

const rate = (...rated: [id: string, sum: number][]) =>
  appendRatings(
    log,
    rated.map(([id, sum]) => ({ id, sum, count: 1, position: ++position })),
  );

interface Seen {
  term: number;
  version: number;
  movieIds: readonly string[];
}

async function look(): Promise<Seen> {
  const { version = 0, movieIds = [] } = (await snapshots.newest("all")) ?? {};
  return { term: Math.floor(version / 2 ** 24), version, movieIds };
}

/** Looks again and again, and throws where an earlier version came after a later one. */
async function lookUntil(wanted: (seen: Seen) => boolean): Promise<Seen> {
  for (let before = 0; ; ) {
    const seen = await look();
    if (seen.version < before) throw new Error(`Version ${seen.version} came after ${before}.`);
    before = seen.version;
    if (wanted(seen)) return seen;
  }
}

test("the other goes on within seconds when one can't be heard any more, and what that one still sends comes too late", async () => {
  const first = await start(linked);
  expect(await look()).toMatchObject({ term: 1, movieIds: ["a", "b", "c"] });
  const other = await start(cassandra.database);
  expect(await look()).toMatchObject({ term: 1 });

  link.stall();
  const stalledAt = performance.now();
  await rate(["c", 10]);
  const taken = await lookUntil(({ term }) => term === 2);
  expect(performance.now() - stalledAt).toBeLessThan(10_000);
  expect(taken.movieIds).toEqual(["c", "a", "b"]);
  await rate(["b", 9]);
  await other.caughtUp();
  const before = await look();
  expect(before).toMatchObject({ term: 2, movieIds: ["c", "b", "a"] });

  // What the first has not got rid of arrives now; then it finds that another has the lease.
  await link.heal();
  await first.caughtUp();
  expect(await look()).toEqual(before);
  await rate(["a", 8], ["b", 1]);
  await other.caughtUp();
  const after = await lookUntil(({ movieIds }) => movieIds[1] === "a");
  expect(after).toMatchObject({ term: 2, movieIds: ["c", "a", "b"] });
});

test("one that ends in good order lets the other have it without waiting for the lease to run out", async () => {
  const first = await start(cassandra.database, 600);
  await start(cassandra.database, 600);
  await first.close();
  await lookUntil(({ term }) => term === 2);
});

test("a board that has lost its movies while nobody watched is emptied by the next worker", async () => {
  await snapshots.put([{ board: "genre:gone", version: 1, movieIds: ["x"] }]);
  await start(cassandra.database);
  expect((await snapshots.newest("genre:gone"))?.movieIds).toEqual([]);
  expect((await snapshots.past("genre:gone", 1))?.movieIds).toEqual(["x"]);
});

test("nothing is published while nothing changes", async () => {
  const worker = await start(cassandra.database);
  const before = await look();
  await rate(["a", 1]);
  await worker.caughtUp();
  expect(await look()).toEqual(before);
  await rate(["b", 9]);
  await worker.caughtUp();
  expect(await look()).toMatchObject({ term: before.term, movieIds: ["b", "a", "c"] });
});
