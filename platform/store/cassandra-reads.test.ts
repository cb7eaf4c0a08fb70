// What a real node can't be made to say at the right moment.
import { type Client, errors, types } from "cassandra-driver";
import { expect, test } from "vitest";
import { createMetrics } from "../service/metrics.js";
import { createCassandraMetrics } from "./cassandra-metrics.js";
import { DEFAULT_LIMITS } from "./cassandra-options.js";
import { createReads } from "./cassandra-reads.js";
import { RequestGate } from "./cassandra-request-gate.js";
import { cql } from "./cql-database.js";

const ROWS = cql("SELECT k FROM t");
const READ_FAILURE = 0x1300;
const NO_ROWS = { rows: [] } as unknown as types.ResultSet;

function readsOn(answers: (() => Promise<types.ResultSet>)[]) {
  let asked = 0;
  const client = { execute: () => answers[asked++]?.() } as unknown as Client;
  const metrics = createMetrics();
  const reads = createReads({
    client,
    gate: new RequestGate({ maxInFlight: 4, maxWaitingCalls: 4 }),
    metrics: createCassandraMetrics(metrics, "keyspace"),
    limits: DEFAULT_LIMITS,
  });
  return { reads, metrics, asked: () => asked };
}

const fails = (code: number) => () => Promise.reject(new errors.ResponseError(code, "a replica died"));

test("a read of which a replica died is asked again, and that is counted", async () => {
  const { reads, metrics, asked } = readsOn([fails(READ_FAILURE), fails(READ_FAILURE), () => Promise.resolve(NO_ROWS)]);
  expect(await reads.all(ROWS, [])).toEqual([]);
  expect(asked()).toBe(3);
  expect(await metrics.render()).toMatch(/marquee_cassandra_retries_total\{keyspace="keyspace",kind="read"\} 2/);
});

test("a read that goes on failing is UNAVAILABLE after three attempts; a mistake is not asked again", async () => {
  const failing = readsOn(Array.from({ length: 9 }, () => fails(READ_FAILURE)));
  await expect(failing.reads.all(ROWS, [])).rejects.toMatchObject({ code: "UNAVAILABLE" });
  expect(failing.asked()).toBe(3);
  const mistaken = readsOn([fails(types.responseErrorCodes.syntaxError)]);
  await expect(mistaken.reads.all(ROWS, [])).rejects.toMatchObject({ code: "INTERNAL_SERVER_ERROR" });
  expect(mistaken.asked()).toBe(1);
});
