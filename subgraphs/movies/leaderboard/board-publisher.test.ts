import { beforeEach, expect, test } from "vitest";
import { BoardPublisher } from "./board-publisher.js";
import { MovieRanking } from "./movie-ranking.js";
import { type MemoryBoardSnapshots, memoryBoardSnapshots } from "./testing/memory-board-snapshots.js";

let ranking: MovieRanking;
let snapshots: MemoryBoardSnapshots;
let mayPublish: boolean;

beforeEach(() => {
  ranking = new MovieRanking();
  ranking.list("a", ["War"]);
  ranking.list("b", []);
  snapshots = memoryBoardSnapshots();
  mayPublish = true;
});

const publisherOf = (term: number) => new BoardPublisher({ ranking, snapshots, term, mayPublish: () => mayPublish });

async function takenOver(term = 1): Promise<BoardPublisher> {
  const publisher = publisherOf(term);
  await publisher.takeOver();
  snapshots.calls.splice(0);
  return publisher;
}

test("puts a ranking aside before another takes its place, and leaves boards alone that have not changed", async () => {
  const publisher = await takenOver();
  ranking.rate("b", 5, 0);
  await publisher.publishChanged();
  expect(snapshots.calls).toEqual(["keep all 1", "put all 3"]);
  expect((await snapshots.newest("all"))?.movieIds).toEqual(["b", "a"]);
  await publisher.publishChanged();
  ranking.rate("b", 4, 1);
  await publisher.publishChanged();
  expect(snapshots.calls).toHaveLength(2);
});

test("a new term publishes everything, and empties boards that only its predecessors had", async () => {
  await takenOver(1);
  ranking.clear();
  ranking.list("a", []);
  ranking.list("b", []);
  const publisher = publisherOf(2);
  await publisher.takeOver();
  expect(snapshots.calls).toEqual(["keep all 1", "keep genre:war 2", "put all 1", "put genre:war 2"]);
  expect((await snapshots.newest("genre:war"))?.movieIds).toEqual([]);
});

test("whatever an earlier term still sends comes too late", async () => {
  const before = await takenOver(1);
  await takenOver(2);
  ranking.rate("b", 5, 0);
  await before.publishChanged();
  expect((await snapshots.newest("all"))?.movieIds).toEqual(["a", "b"]);
});

test("nothing is published once it may not", async () => {
  const publisher = await takenOver();
  ranking.rate("b", 5, 0);
  mayPublish = false;
  await expect(publisher.publishChanged()).rejects.toMatchObject({ code: "UNAVAILABLE" });
  expect(snapshots.calls).toEqual([]);
});

test("a write that fails ends the term", async () => {
  const publisher = await takenOver();
  ranking.rate("b", 5, 0);
  snapshots.failNext();
  await expect(publisher.publishChanged()).rejects.toThrow("unavailable");
  await takenOver(2);
  expect((await snapshots.newest("all"))?.movieIds).toEqual(["b", "a"]);
});
