import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { openTestCassandra, type TestCassandra } from "../testing/cassandra-test-database.js";
import { CqlLease } from "./cql-lease.js";

const statements = ["CREATE TABLE IF NOT EXISTS leases (name text PRIMARY KEY, holder text, term bigint)"];

let cassandra: TestCassandra;
beforeAll(async () => {
  const migrations = [{ number: 1, name: "leases", statements }];
  cassandra = await openTestCassandra(inject("cassandra"), [{ owner: "test", migrations }]);
});
afterAll(() => cassandra?.close());

const leaseOn = (name: string, seconds = 60) =>
  new CqlLease({ database: cassandra.database, table: "leases", name, seconds });

test("is one's alone, in terms that rise", async () => {
  const [first, second] = [leaseOn("handed over"), leaseOn("handed over")];
  expect(await first.acquire()).toBe(1);
  expect([first.held, second.held]).toEqual([true, false]);
  expect(await second.acquire()).toBeNull();
  expect([await first.renew(), await second.renew()]).toEqual([true, false]);
  await second.release();
  expect(await first.renew()).toBe(true);
  await first.release();
  expect(first.held).toBe(false);
  expect(await second.acquire()).toBe(2);
  expect(await first.acquire()).toBeNull();
  expect(await first.renew()).toBe(false);
});

test("taken again by its holder it is a new term", async () => {
  const lease = leaseOn("taken again");
  expect([await lease.acquire(), await lease.acquire()]).toEqual([1, 2]);
});

test("of many that ask at once no two have the same term, and one at most has it at the end", async () => {
  const leases = Array.from({ length: 8 }, () => leaseOn("contended"));
  // Who collides with others may not get to know; nobody is told a lie.
  const terms = await Promise.all(leases.map((lease) => lease.acquire().catch(() => null)));
  const given = terms.filter((term) => term !== null);
  expect(new Set(given).size).toBe(given.length);
  expect(given.length).toBeLessThanOrEqual(1);
});

test("ends by itself when its holder is gone, and a later term follows", async () => {
  const [gone, next] = [leaseOn("run out", 1), leaseOn("run out", 1)];
  expect(await gone.acquire()).toBe(1);
  let term: number | null = null;
  while (term === null) term = await next.acquire();
  expect(term).toBe(2);
  expect(gone.held).toBe(false);
});
