import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { heapUsed } from "../../testing/heap-used.js";
import { createMemoryRateLimiter } from "./memory-rate-limiter.js";

describe("an allowance", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("is each caller's own, and comes back when its time is over", async () => {
    const limiter = createMemoryRateLimiter({ points: 2, seconds: 10 }, 100);
    expect([await limiter.take("a"), await limiter.take("a")]).toEqual([0, 0]);
    vi.advanceTimersByTime(4_000);
    expect(await limiter.take("a")).toBe(6_000);
    expect(await limiter.take("b")).toBe(0);
    vi.advanceTimersByTime(6_000);
    expect(await limiter.take("a")).toBe(0);
  });

  test("is whole again for whom it is forgotten", async () => {
    const limiter = createMemoryRateLimiter({ points: 1, seconds: 10 }, 100);
    await limiter.take("a");
    expect(await limiter.take("a")).toBeGreaterThan(0);
    await limiter.forget("a");
    expect(await limiter.take("a")).toBe(0);
  });

  test("past the most callers is forgotten of the one that was quiet for longest", async () => {
    const limiter = createMemoryRateLimiter({ points: 1, seconds: 10 }, 2);
    for (const caller of ["a", "b", "a", "c"]) await limiter.take(caller);
    expect([(await limiter.take("a")) > 0, await limiter.take("b")]).toEqual([true, 0]);
  });
});

test("a million callers take the memory of the most that are remembered", async () => {
  const limiter = createMemoryRateLimiter({ points: 10, seconds: 3_600 }, 1_000);
  const takeFrom = async (from: number, to: number) => {
    for (let index = from; index < to; index += 1) await limiter.take(`2001:db8:${index}::/64`);
  };
  await takeFrom(0, 2_000);
  const before = heapUsed();
  await takeFrom(2_000, 1_002_000);
  expect(heapUsed() - before).toBeLessThan(2 * 2 ** 20);
}, 60_000);
