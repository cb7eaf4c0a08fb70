import { describe, expect, it } from "vitest";
import { helpfulness } from "./helpfulness.js";

describe("helpfulness", () => {
  it("is the lower bound of the Wilson score interval at 95 %", () => {
    // By hand from Wilson (1927): p = 0.9, n = 100 gives 0.8256; p = 1, n = 2 gives 2 / (2 + 3.8415).
    expect(helpfulness(90, 100)).toBeCloseTo(0.8256, 4);
    expect(helpfulness(2, 2)).toBeCloseTo(2 / (2 + 3.8414588), 6);
    expect(helpfulness(0, 10)).toBeCloseTo(0, 12);
  });

  it("puts much agreement before little, and little before none", () => {
    const order = [helpfulness(90, 100), helpfulness(2, 2), helpfulness(1, 2), helpfulness(0, 0)];
    expect([...order].sort((a, b) => b - a)).toEqual(order);
    expect(new Set(order).size).toBe(4);
  });

  it("stays between 0 and 1, also for figures that contradict themselves", () => {
    for (const [up, total] of [
      [0, 0],
      [5, 3],
      [-1, 4],
      [0, 1],
      [1_000_000, 1_000_000],
    ] as const) {
      const value = helpfulness(up, total);
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(1);
    }
  });
});
