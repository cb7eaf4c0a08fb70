import { afterAll, expect, inject, test } from "vitest";
import { silentLogger } from "../logger/logger.js";
import { createMetrics } from "../service/metrics.js";
import { openTestCassandra } from "../testing/cassandra-test-database.js";
import { createRecordingLogger } from "../testing/recording-logger.js";
import { openCassandraDatabase } from "./cassandra-database.js";
import { cql, foldedCql } from "./cql-database.js";

const TABLES = {
  owner: "test",
  migrations: [
    {
      number: 1,
      name: "rows",
      statements: [
        `CREATE TABLE rows (k text, c bigint, t text, i int, d double, b boolean, bytes blob, l frozen<list<text>>,
          s frozen<set<text>>, PRIMARY KEY (k, c))`,
        "CREATE TABLE beside (k text PRIMARY KEY, t text)",
        "CREATE TABLE claims (k text PRIMARY KEY, owner text)",
      ],
    },
  ],
};
const metrics = createMetrics();
const { database, close } = await openTestCassandra(inject("cassandra"), [TABLES], { metrics });
afterAll(close);

const INSERT = foldedCql(
  "INSERT INTO rows (k, c, t, i, d, b, bytes, l, s) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?",
  ...(["text", "bigint", "text", "int", "double", "boolean", "blob", "list<text>", "set<text>", "bigint"] as const),
);
const SET = foldedCql(
  "INSERT INTO rows (k, c, t) VALUES (?, ?, ?) USING TIMESTAMP ?",
  "text",
  "bigint",
  "text",
  "bigint",
);
const BESIDE = foldedCql("INSERT INTO beside (k, t) VALUES (?, ?) USING TIMESTAMP ?", "text", "text", "bigint");
const ROWS = cql("SELECT c, t FROM rows WHERE k = ?", "text");
const set = (k: string, c: number, t: string | undefined, timestamp = 1) => ({
  statement: SET,
  values: [k, c, t, timestamp],
});

test("every type comes back as it was stored", async () => {
  const values = ["types", Number.MAX_SAFE_INTEGER, "Zoë 👩‍🎬\u0000", -7, 0.1, false, new Uint8Array([0, 255])];
  await database.write([[{ statement: INSERT, values: [...values, [], ["b", "a"], 5] }]]);
  const [row] = await database.all(cql("SELECT * FROM rows WHERE k = ?", "text"), ["types"]);
  expect(row).toEqual({
    ...{ k: "types", c: Number.MAX_SAFE_INTEGER, t: "Zoë 👩‍🎬\u0000", i: -7, d: 0.1, b: false },
    ...{ bytes: Buffer.from([0, 255]), l: [], s: ["a", "b"] },
  });
});

test("what is left unset keeps its value, and is null where there was none", async () => {
  await database.write([[set("unset", 1, "kept")]]);
  await database.write([[set("unset", 1, undefined, 9)]]);
  await database.write([[set("unset", 2, undefined)]]);
  expect(await database.all(ROWS, ["unset"])).toEqual([
    { c: 1, t: "kept" },
    { c: 2, t: null },
  ]);
});

test("the older timestamp loses, whenever it comes", async () => {
  await database.write([[set("older", 1, "new", 10)]]);
  await database.write([[set("older", 1, "old", 9)]]);
  expect(await database.all(ROWS, ["older"])).toEqual([{ c: 1, t: "new" }]);
});

test("a wrong parameter fails its call, alone or in a batch, and nothing else", async () => {
  const wrong = { statement: SET, values: ["wrong", "1", "t", 1] };
  const refusal = { code: "INTERNAL_SERVER_ERROR", message: expect.stringContaining("takes bigint as parameter 2") };
  await expect(database.write([[wrong]])).rejects.toMatchObject(refusal);
  await expect(database.write([[set("wrong", 1, "t"), wrong]])).rejects.toMatchObject(refusal);
  await expect(database.all(ROWS, [5])).rejects.toMatchObject({ code: "INTERNAL_SERVER_ERROR" });
  await expect(database.allMany(ROWS, [["wrong"], []])).rejects.toMatchObject({ code: "INTERNAL_SERVER_ERROR" });
  await expect(database.all(cql("SELECT c FROM no_such_table"), [])).rejects.toMatchObject({
    code: "INTERNAL_SERVER_ERROR",
  });
  expect(await database.all(ROWS, ["wrong"])).toEqual([]);
});

test("types that do not fit the table fail the call", async () => {
  const mistyped = cql("SELECT c, t FROM rows WHERE k = ? AND c = ?", "text", "text");
  await expect(database.all(mistyped, ["k", "not a bigint"])).rejects.toMatchObject({ code: "INTERNAL_SERVER_ERROR" });
});

test("many partitions are read in the order asked for", async () => {
  const keys = Array.from({ length: 1_000 }, (_, n) => `many ${n}`);
  await database.write(keys.map((k, n) => [set(k, n, k)]));
  const rows = await database.allMany(ROWS, [...keys.map((k) => [k]), ["nobody"]]);
  expect(rows).toEqual([...keys.map((k, c) => [{ c, t: k }]), []]);
});

test("a mutation of two tables and more than a batch may have is stored whole", async () => {
  // A batch of several partitions fails from 50 KiB.
  const text = "x".repeat(10_000);
  const calls = Array.from({ length: 100 }, (_, c) => set("large", c, text));
  await database.write([[...calls, { statement: BESIDE, values: ["large", text, 1] }]]);
  expect(await database.all(ROWS, ["large"])).toHaveLength(100);
  expect(await database.all(cql("SELECT t FROM beside WHERE k = 'large'"), [])).toEqual([{ t: text }]);
});

test("a long partition is scanned page by page", async () => {
  for (let part = 0; part < 5; part += 1) {
    await database.write([Array.from({ length: 500 }, (_, n) => set("long", part * 500 + n, "t"))]);
  }
  const pages: number[] = [];
  const seen: number[] = [];
  for await (const page of database.scan<{ c: number }>(ROWS, ["long"])) {
    pages.push(page.length);
    seen.push(...page.map(({ c }) => c));
  }
  expect(pages.length).toBeGreaterThan(2);
  expect(seen).toEqual(Array.from({ length: 2_500 }, (_, n) => n));
});

test("of many who claim at once, one gets it, and the others learn who", async () => {
  const claim = cql("INSERT INTO claims (k, owner) VALUES (?, ?) IF NOT EXISTS", "text", "text");
  const owners = ["a", "b", "c", "d"];
  const results = await Promise.all(owners.map((owner) => database.writeIf(claim, ["k", owner])));
  const winner = owners[results.findIndex(({ applied }) => applied)];
  expect(results.filter(({ applied }) => applied)).toEqual([{ applied: true, row: null }]);
  for (const { applied, row } of results) if (!applied) expect(row).toEqual({ k: "k", owner: winner });
  expect(await database.allSerial(cql("SELECT owner FROM claims WHERE k = 'k'"), [])).toEqual([{ owner: winner }]);
});

test("what is asked is measured", async () => {
  await database.ping();
  const text = await metrics.render();
  for (const kind of ["read", "write", "conditional", "scan"]) {
    expect(text).toMatch(
      new RegExp(`marquee_cassandra_request_seconds_count{keyspace="test_[0-9a-f]+",kind="${kind}"} [1-9]`),
    );
  }
  expect(text).toMatch(/marquee_cassandra_in_flight{keyspace="test_[0-9a-f]+"} 0/);
});

const options = () => ({
  contactPoints: [inject("cassandra")],
  localDatacenter: "datacenter1",
  keyspace: database.keyspace,
  logger: silentLogger,
  metrics: createMetrics(),
});

test("a wrong datacenter is told at once, with those that there are", async () => {
  await expect(openCassandraDatabase({ ...options(), localDatacenter: "elsewhere" })).rejects.toMatchObject({
    code: "CONFIG_INVALID",
    message: expect.stringMatching(/elsewhere.*datacenter1/),
  });
});

test("without a keyspace opening waits, and says so, until it is told to stop", async () => {
  const logger = createRecordingLogger();
  const stop = new AbortController();
  const opening = openCassandraDatabase({ ...options(), keyspace: "no_such_keyspace", logger, signal: stop.signal });
  await expect
    .poll(() => logger.lines.map(({ message }) => message))
    .toContain("waiting for keyspace no_such_keyspace");
  stop.abort();
  await expect(opening).rejects.toMatchObject({ code: "UNAVAILABLE" });
});

test("a keyspace that nobody has made can be opened as soon as somebody makes it", async () => {
  const keyspace = `${database.keyspace}_later`;
  const logger = createRecordingLogger();
  const waiting = openCassandraDatabase({ ...options(), keyspace, logger });
  await expect.poll(() => logger.lines).not.toEqual([]);
  const maker = await openCassandraDatabase({ ...options(), keyspace, replication: { datacenter1: 1 } });
  const waiter = await waiting;
  await maker.changeSchema("CREATE TABLE t (k int PRIMARY KEY)");
  expect(await waiter.all(cql("SELECT k FROM t"), [])).toEqual([]);
  await maker.changeSchema(`DROP KEYSPACE ${keyspace}`);
  await waiter.close();
  await maker.close();
});

test("once closed it refuses", async () => {
  const closing = await openCassandraDatabase(options());
  await closing.close();
  await closing.close();
  await expect(closing.all(ROWS, ["k"])).rejects.toMatchObject({ code: "UNAVAILABLE" });
});
