import { describe, expect, it } from "vitest";
import { batchesOf } from "./batches-of.js";
import type { ImportPhase } from "./import-phase.js";

function phase(units: number[], valueLength = 1): ImportPhase {
  return {
    name: "things",
    topic: "things",
    units: units.length,
    rowsOf: (unit) => units[unit] ?? 0,
    messagesOf: (unit) =>
      Array.from({ length: units[unit] ?? 0 }, (_, index) => ({
        key: `${unit}.${index}`,
        value: "x".repeat(valueLength),
      })),
  };
}

const shape = (batches: Iterable<{ messages: unknown[]; end: number }>) =>
  [...batches].map(({ messages, end }) => [messages.length, end]);

describe("batchesOf", () => {
  it("closes a batch at 500 messages, between units", () => {
    expect(shape(batchesOf(phase([300, 300, 300, 1]), 0))).toEqual([
      [600, 2],
      [301, 4],
    ]);
  });

  it("closes a batch when its values get long", () => {
    expect(shape(batchesOf(phase([1, 1, 1, 1], 200_000), 0))).toEqual([
      [2, 2],
      [2, 4],
    ]);
  });

  it("starts anywhere", () => {
    expect(
      [...batchesOf(phase([1, 2, 1]), 1)].flatMap((batch) => batch.messages.map((message) => message.key)),
    ).toEqual(["1.0", "1.1", "2.0"]);
    expect(shape(batchesOf(phase([1]), 1))).toEqual([]);
  });

  it("reaches the end though the last units are empty", () => {
    expect(shape(batchesOf(phase([500, 0, 0]), 0))).toEqual([
      [500, 1],
      [0, 3],
    ]);
  });
});
