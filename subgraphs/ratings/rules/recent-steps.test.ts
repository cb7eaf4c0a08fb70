import { describe, expect, it } from "vitest";
import type { RatingStep } from "./rating-step.js";
import {
  isDuplicate,
  isFlood,
  MAX_REMEMBERED,
  REMEMBER_MS,
  type RecentStep,
  recentAfter,
  rememberedScore,
} from "./recent-steps.js";

const step = (position: number, eventId: string, appendedAt: number, score: number | null = 5): RatingStep => ({
  position,
  item: 0,
  appendedAt,
  eventId,
  origin: "live",
  movieId: "m",
  userId: "u",
  score,
  ratedAt: appendedAt,
});
const accept = (recent: readonly RecentStep[], next: RatingStep, committed: number) =>
  recentAfter(recent, { step: next, previousScore: 1, previousRatedAt: 7 }, committed);

describe("recent steps", () => {
  it("know an event id for a day, by the log's clock, whatever came since", () => {
    const recent = accept(accept([], step(1, "a", 1_000), 0), step(2, "b", 2_000), 2);
    expect(isDuplicate(recent, step(3, "a", 1_000 + REMEMBER_MS))).toBe(true);
    expect(isDuplicate(recent, step(3, "a", 1_001 + REMEMBER_MS))).toBe(false);
    expect(isDuplicate(recent, step(3, "c", 3_000))).toBe(false);
  });

  it("keep in full what may come again, of the rest what a duplicate is known by, and nothing that is older than a day", () => {
    const first = accept(accept([], step(1, "a", 1_000, 8), 0), step(5, "b", 2_000, 9), 1);
    expect(first.map((entry) => entry.length)).toEqual([8, 8]);
    const later = accept(first, step(9, "c", 3_000, null), 5);
    expect(later).toEqual([
      ["a", 8, 1_000],
      ["b", 5, 0, 9, 1, 2_000, 2_000, 7],
      ["c", 9, 0, null, 1, 3_000, 3_000, 7],
    ]);
    const nextDay = accept(later, step(12, "d", 2_500 + REMEMBER_MS), 9);
    expect(nextDay.map(([eventId]) => eventId)).toEqual(["c", "d"]);
  });

  it("tell what an event id was last taken for", () => {
    const recent = accept(accept([], step(1, "a", 1_000, 8), 0), step(2, "b", 2_000, null), 2);
    expect(rememberedScore(recent, "a")).toBe(8);
    expect(rememberedScore(recent, "b")).toBeNull();
    expect(rememberedScore(recent, "c")).toBeUndefined();
  });

  it("are never more than so many within a day", () => {
    const recent = Array.from({ length: MAX_REMEMBERED }, (_, index): RecentStep => [`e${index}`, 5, index]);
    expect(isFlood(recent, step(1, "next", REMEMBER_MS))).toBe(true);
    expect(isFlood(recent, step(1, "next", REMEMBER_MS + 1))).toBe(false);
    expect(isFlood(recent.slice(1), step(1, "next", 0))).toBe(false);
  });
});
