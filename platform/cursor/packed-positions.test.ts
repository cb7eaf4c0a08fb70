import fc from "fast-check";
import { expect, test } from "vitest";
import type { FeedPosition } from "../subgraph/subgraph-endpoint.js";
import { packPositions, unpackPositions } from "./packed-positions.js";
import { createCursorSigner } from "./signed-cursor.js";

test("what is unpacked is what was packed, in order of partition", () => {
  const position = fc.oneof(fc.constant(-1), fc.nat(), fc.integer({ min: 2 ** 40 - 2, max: 2 ** 52 - 2 }));
  const positions = fc.uniqueArray(fc.tuple(fc.nat(255), position, fc.nat(500)), {
    selector: ([partition]) => partition,
  });
  fc.assert(
    fc.property(positions, (all) => {
      const sorted = all.toSorted(([one], [other]) => one - other);
      expect(unpackPositions(packPositions(all))).toEqual(sorted);
    }),
  );
});

test("a cursor over 256 partitions of long topics of a late generation fits into what is accepted", () => {
  const cursors = createCursorSigner(["a key for tests alone, of 32 characters or more"]);
  const all = Array.from(
    { length: 256 },
    (_, partition): FeedPosition => [partition, 3 * 2 ** 40 + 40_000_000 + partition, 0],
  );
  const cursor = cursors.sign("feed", { p: packPositions(all) });
  expect(unpackPositions((cursors.verify("feed", cursor) as { p: string }).p)).toEqual(all);
});

test("what is cut off is CURSOR_INVALID", () => {
  const packed = packPositions([[0, 5_000, 0]]);
  expect(() => unpackPositions(packed.slice(0, 3))).toThrow(expect.objectContaining({ code: "CURSOR_INVALID" }));
});
