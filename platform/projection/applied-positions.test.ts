import { describe, expect, it } from "vitest";
import { AppliedPositions } from "./applied-positions.js";

describe("applied positions", () => {
  it("let go whoever waits for a position that is reached, and nobody else", async () => {
    const applied = new AppliedPositions();
    const reached = applied.wait(0, 5, 60_000);
    let later = false;
    void applied.reached(0, 6).then(() => {
      later = true;
    });
    applied.advance(1, 9);
    applied.advance(0, 5);
    expect(await reached).toBe(true);
    expect(later).toBe(false);
    expect(await applied.wait(0, 3, 60_000)).toBe(true);
  });

  it("say so when a position is not reached in time", async () => {
    expect(await new AppliedPositions().wait(0, 0, 1)).toBe(false);
  });

  it("never go back", () => {
    const applied = new AppliedPositions();
    applied.advance(0, 5);
    applied.advance(0, 3);
    expect([applied.of(0), applied.of(1)]).toEqual([5, -1]);
  });
});
