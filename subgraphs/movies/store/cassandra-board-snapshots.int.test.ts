import { cql } from "@marquee/platform/store/cql-database.js";
import { openTestCassandra, type TestCassandra } from "@marquee/platform/testing/cassandra-test-database.js";
import { readTableMigrations } from "@marquee/schema/tables/read-table-migrations.js";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { BoardSnapshots } from "./board-snapshots.js";
import { cassandraBoardSnapshots } from "./cassandra-board-snapshots.js";
import { snapshotLeaderboard } from "./snapshot-leaderboard.js";

let cassandra: TestCassandra;
let snapshots: BoardSnapshots;
beforeAll(async () => {
  cassandra = await openTestCassandra(inject("cassandra"), [readTableMigrations("movies")]);
  snapshots = cassandraBoardSnapshots(cassandra.database);
});
afterAll(() => cassandra?.close());

const versionOf = (genre: string, version: number, ...movieIds: string[]) => ({
  board: `genre:${genre}`,
  version,
  movieIds,
});
const page = (store: BoardSnapshots, genre: string, after: [number, number] | null, limit = 2) =>
  snapshotLeaderboard(store).top({ genre, after, limit });
const idsOf = (ranked: { id: string }[]) => ranked.map(({ id }) => id);

test("a version that comes late loses against a later one, whole", async () => {
  await snapshots.put([versionOf("late", 8, "new", "newer")]);
  await snapshots.put([versionOf("late", 7, "old")]);
  expect(await snapshots.newest("genre:late")).toEqual(versionOf("late", 8, "new", "newer"));
  expect(await snapshots.newestVersion("genre:late")).toBe(8);
});

test("a board may have lost all its movies, and may never have been", async () => {
  await snapshots.put([versionOf("empty", 1)]);
  expect(await snapshots.newest("genre:empty")).toEqual(versionOf("empty", 1));
  expect([await snapshots.newest("genre:none"), await snapshots.newestVersion("genre:none")]).toEqual([null, null]);
});

test("names every board", async () => {
  await snapshots.put(["n1", "n2"].map((genre) => versionOf(genre, 1, "a")));
  const names: string[] = [];
  for await (const some of snapshots.boards()) names.push(...some);
  expect(names).toEqual(expect.arrayContaining(["genre:n1", "genre:n2"]));
});

test("who pages through a ranking goes on in the same one, whatever has become of it meanwhile", async () => {
  const old = versionOf("paged", 1, "a", "b", "c");
  await snapshots.put([old]);
  const [, last] = await page(snapshots, "paged", null);
  expect(last?.place).toEqual([1, 2]);
  await snapshots.keep([old]);
  await snapshots.put([versionOf("paged", 2, "c", "b", "a")]);
  expect(idsOf(await page(snapshots, "paged", [1, 2]))).toEqual(["c"]);
  expect(idsOf(await page(snapshots, "paged", [2, 2]))).toEqual(["a"]);
  expect(idsOf(await page(snapshots, "paged", null))).toEqual(["c", "b"]);
});

test("what was replaced is kept for its time, and then said to be gone", async () => {
  const kept = cassandraBoardSnapshots(cassandra.database, { pastKeptSeconds: 600 });
  const brief = cassandraBoardSnapshots(cassandra.database, { pastKeptSeconds: 1 });
  await kept.keep([versionOf("kept", 1, "a", "b")]);
  await brief.keep([versionOf("brief", 1, "a", "b")]);
  await snapshots.put([versionOf("kept", 2, "b"), versionOf("brief", 2, "b")]);
  while ((await snapshots.past("genre:brief", 1)) !== null);
  await expect(page(snapshots, "brief", [1, 1])).rejects.toMatchObject({ code: "CURSOR_EXPIRED" });
  expect(idsOf(await page(snapshots, "kept", [1, 1]))).toEqual(["b"]);
  const [row] = await cassandra.database.all<{ left: number }>(
    cql(`SELECT TTL(movie_ids) AS "left" FROM movies_leaderboard_past WHERE board = 'genre:kept' AND version = 1`),
    [],
  );
  expect(row?.left).toBeGreaterThan(500);
});
