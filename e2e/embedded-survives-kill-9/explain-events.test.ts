import { expect, test } from "vitest";
import { faultsOf } from "./explain-events.js";

const write = (score: number | null, eventId: string | null) => ({ score, eventId, key: undefined });
const event = (eventId: string, score: number | null, previousScore: number | null) => ({
  eventId,
  score,
  previousScore,
});

test("what was acknowledged, and what went unanswered whether it happened or not, is explained", () => {
  const writes = [write(3, "a"), write(5, null), write(null, "b"), write(null, "c"), write(7, null)];
  expect(faultsOf([event("a", 3, null), event("b", null, 3)], writes)).toEqual([]);
  const all = [event("a", 3, null), event("x", 5, 3), event("b", null, 5), event("y", 7, null)];
  expect(faultsOf(all, writes)).toEqual([]);
});

test.each([
  ["lost at the end", [event("a", 3, null)], [write(3, "a"), write(4, "b")], /b \(4\).*lost/],
  ["lost on the way", [event("b", 4, null)], [write(3, "a"), write(4, "b")], /a \(3\).*lost/],
  ["told twice", [event("a", 3, null), event("a", 3, 3)], [write(3, "a")], /told twice/],
  ["told twice under another name", [event("a", 3, null), event("x", 3, 3)], [write(3, "a")], /never written/],
  ["out of order", [event("b", 4, null), event("a", 3, 4)], [write(3, "a"), write(4, "b")], /out of order/],
  ["changed", [event("a", 9, null)], [write(3, "a")], /never written/],
  ["counted from something else", [event("a", 3, 8)], [write(3, "a")], /replaced 8, but null/],
])("an event that was %s is a fault", (_what, events, writes, fault) => {
  expect(faultsOf(events, writes).join("\n")).toMatch(fault);
});
