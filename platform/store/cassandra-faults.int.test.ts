// What becomes of reads and writes when the way to Cassandra fails.
import { afterAll, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { silentLogger } from "../logger/logger.js";
import { createMetrics } from "../service/metrics.js";
import { type CassandraLink, openCassandraLink } from "../testing/cassandra-link.js";
import { openTestCassandra, type TestCassandra } from "../testing/cassandra-test-database.js";
import { createRecordingLogger } from "../testing/recording-logger.js";
import { openCassandraDatabase } from "./cassandra-database.js";
import { type CqlDatabase, cql, foldedCql } from "./cql-database.js";

const TABLES = {
  owner: "test",
  migrations: [{ number: 1, name: "t", statements: ["CREATE TABLE t (k text PRIMARY KEY, v text)"] }],
};
const SET = foldedCql("INSERT INTO t (k, v) VALUES (?, ?) USING TIMESTAMP ?", "text", "text", "bigint");
const GET = cql("SELECT v FROM t WHERE k = ?", "text");
const CLAIM = cql("INSERT INTO t (k, v) VALUES (?, ?) IF NOT EXISTS", "text", "text");

const LIMITS = {
  readTimeoutMs: 500,
  writeTimeoutMs: 500,
  conditionalTimeoutMs: 500,
  readDeadlineMs: 2_000,
  writeDeadlineMs: 1_500,
};

let direct: TestCassandra;
let link: CassandraLink;
/** Its only way is the link. */
let database: CqlDatabase;
const metrics = createMetrics();

beforeAll(async () => {
  direct = await openTestCassandra(inject("cassandra"), [TABLES]);
  link = await openCassandraLink(inject("cassandra"));
  database = await open({ metrics, limits: LIMITS });
});
beforeEach(async () => {
  await link.heal();
  await expect.poll(isThere, { timeout: 20_000 }).toBe(true);
});
afterAll(async () => {
  await database.close();
  await link.close();
  await direct.close();
});

function open(options: object = {}) {
  return openCassandraDatabase({
    contactPoints: [link.contactPoint],
    localDatacenter: "datacenter1",
    keyspace: direct.database.keyspace,
    logger: silentLogger,
    metrics: createMetrics(),
    ...options,
  });
}

const isThere = () =>
  database.ping().then(
    () => true,
    () => false,
  );
const set = (k: string, v: string) => [{ statement: SET, values: [k, v, 1] }];
const stored = async (k: string) => (await direct.database.all<{ v: string }>(GET, [k]))[0]?.v;

test("when nobody answers, reads and pings are unavailable, in time", async () => {
  link.stall();
  await expect(database.all(GET, ["k"])).rejects.toMatchObject({ code: "UNAVAILABLE" });
  await expect(database.ping()).rejects.toMatchObject({ code: "UNAVAILABLE" });
});

test("when Cassandra is away, nothing is stored, and that is certain", async () => {
  await link.cut();
  await expect.poll(isThere).toBe(false);
  await expect(database.write([set("away", "v")])).rejects.toMatchObject({ code: "UNAVAILABLE" });
  await expect(database.writeIf(CLAIM, ["away", "v"])).rejects.toMatchObject({ code: "UNAVAILABLE" });
  expect(await stored("away")).toBeUndefined();
});

test("what was sent and not answered may have been stored", async () => {
  // So that they are prepared.
  await database.write([set("before", "v")]);
  await database.writeIf(CLAIM, ["before", "v"]);
  link.holdAnswers();
  await expect(database.write([set("unanswered", "v")])).rejects.toMatchObject({ code: "UNKNOWN_OUTCOME" });
  expect(await stored("unanswered")).toBe("v");
});

test("a lightweight transaction that is not answered has an unknown outcome, and is not sent again", async () => {
  link.holdAnswers();
  await expect(database.writeIf(CLAIM, ["claimed", "v"])).rejects.toMatchObject({ code: "UNKNOWN_OUTCOME" });
});

test("a write goes on until it is stored", async () => {
  await database.write([set("before", "v")]);
  const patient = await open({ metrics, limits: { ...LIMITS, writeDeadlineMs: 30_000 } });
  try {
    await patient.write([set("before", "v")]);
    link.stall();
    const writing = patient.write(Array.from({ length: 50 }, (_, n) => set(`patient ${n}`, "v")));
    await expect.poll(() => metrics.render()).toMatch(/marquee_cassandra_retries_total{.*kind="write"} [1-9]/);
    await link.heal();
    await writing;
    expect(await stored("patient 49")).toBe("v");
  } finally {
    await patient.close();
  }
});

test("opening waits for a Cassandra that is away, says so, and opens when it is there", async () => {
  await link.cut();
  const logger = createRecordingLogger();
  const opening = open({ logger });
  const waiting = `waiting for Cassandra at ${link.contactPoint}`;
  await expect.poll(() => logger.lines.map(({ message }) => message)).toContain(waiting);
  await link.heal();
  const opened = await opening;
  expect(await opened.all(GET, ["nobody"])).toEqual([]);
  await opened.close();
  expect(logger.lines.filter(({ message }) => message === waiting)).toHaveLength(1);
});

test("opening ends when it is told to", async () => {
  await link.cut();
  const stop = new AbortController();
  const opening = open({ signal: stop.signal });
  stop.abort();
  await expect(opening).rejects.toMatchObject({ code: "UNAVAILABLE" });
});
