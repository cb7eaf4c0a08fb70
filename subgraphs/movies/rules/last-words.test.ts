import { expect, test } from "vitest";
import { lastWords } from "./last-words.js";

const upsert = (id: string, position: number) => ({ id, position, entry: {} });
const retirement = (id: string, position: number) => ({ id, position });

test("of each movie the last that was said of it counts", () => {
  expect(lastWords([upsert("a", 0), upsert("b", 1), upsert("a", 2)])).toEqual({
    upserts: [upsert("a", 2), upsert("b", 1)],
    retirements: [],
  });
});

test("what came and went is both, so that it stays resolvable", () => {
  expect(lastWords([upsert("a", 0), retirement("a", 1)])).toEqual({
    upserts: [upsert("a", 0)],
    retirements: [retirement("a", 1)],
  });
});

test("what came back is not retired", () => {
  expect(lastWords([retirement("a", 0), upsert("a", 1)])).toEqual({ upserts: [upsert("a", 1)], retirements: [] });
});
