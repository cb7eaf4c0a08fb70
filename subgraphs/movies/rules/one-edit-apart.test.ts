import fc from "fast-check";
import { expect, test } from "vitest";
import { endsOf, oneEditApart } from "./one-edit-apart.js";

test.each([
  ["matrix", "matrix", true],
  ["matrx", "matrix", true],
  ["matrixx", "matrix", true],
  ["matrox", "matrix", true],
  ["matirx", "matrix", true],
  ["amtrix", "matrix", true],
  ["matrxi", "matrix", true],
  ["mtarxi", "matrix", false],
  ["matr", "matrix", false],
  ["xatrim", "matrix", false],
  ["ab", "bca", false],
  ["", "a", true],
  ["🎬a", "a🎬", true],
])("%j and %j: %s", (one, other, near) => {
  expect([oneEditApart(one, other), oneEditApart(other, one)]).toEqual([near, near]);
});

test("is Damerau-Levenshtein distance up to 1, and near words share an end", () => {
  const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 6 });
  fc.assert(
    fc.property(word, word, (one, other) => {
      const near = distance(one, other) <= 1;
      expect(oneEditApart(one, other)).toBe(near);
      if (!near) return;
      const [mine, theirs] = [endsOf(Array.from(one)), endsOf(Array.from(other), one.length)];
      expect(mine.head === theirs.head || mine.tail === theirs.tail).toBe(true);
    }),
    { numRuns: 5_000, seed: 1 },
  );
});

/** Optimal string alignment, by its definition. */
function distance(a: string, b: string): number {
  const d = (i: number, j: number): number => {
    if (i === 0 || j === 0) return i + j;
    const same = a[i - 1] === b[j - 1] ? 0 : 1;
    const swap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? d(i - 2, j - 2) + 1 : 99;
    return Math.min(d(i - 1, j) + 1, d(i, j - 1) + 1, d(i - 1, j - 1) + same, swap);
  };
  return d(a.length, b.length);
}
