import { describe, expect, it } from "vitest";
import { countsBefore, emptyTally, extendTally } from "./stamped-tally.js";

const step = (position: number, by: number) => ({ position, add: [[0, by]] as const });

describe("a stamped tally", () => {
  it("tells its counts as of every position from the last committed one on", () => {
    const first = extendTally(emptyTally(1), [step(3, 1), step(5, 10)], 5, 0);
    const second = extendTally(first, [step(7, 100)], 7, 4);
    expect(second).toMatchObject({ counts: [111], position: 7 });
    expect([4, 6, 8].map((committed) => countsBefore(second, committed)[0])).toEqual([1, 11, 111]);
  });

  it("forgets steps that nobody can ask for again, and keeps those of an uncommitted batch", () => {
    const tally = extendTally(extendTally(emptyTally(1), [step(3, 1)], 3, 0), [step(9, 1)], 9, 4);
    expect(tally.tail.map(({ position }) => position)).toEqual([9]);
    const uncommitted = extendTally(extendTally(emptyTally(1), [step(3, 1)], 3, 0), [step(9, 1)], 9, 3);
    expect(uncommitted.tail.map(({ position }) => position)).toEqual([3, 9]);
  });

  it("counts several steps of one position", () => {
    const tally = extendTally(emptyTally(1), [step(4, 1), step(4, 2)], 4, 0);
    expect([countsBefore(tally, 4)[0], countsBefore(tally, 5)[0]]).toEqual([0, 3]);
  });
});
