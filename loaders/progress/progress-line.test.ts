import { FixedClock } from "@marquee/platform/testing/fixed-clock.js";
import { describe, expect, it } from "vitest";
import { createProgressLine, type ProgressOutput } from "./progress-line.js";

function start(output: Partial<ProgressOutput> = {}) {
  const clock = new FixedClock();
  const writes: string[] = [];
  const line = createProgressLine({
    output: { ...output, write: (text) => writes.push(text) },
    clock,
    label: "Sample",
  });
  return { clock, writes, line, update: (done: number) => line.update({ done, total: 1_000, phase: "ratings" }) };
}

describe("createProgressLine on a terminal", () => {
  it("rewrites one line with percentage, rate and time left", () => {
    const { clock, writes, line, update } = start({ isTTY: true, columns: 80 });
    update(0);
    clock.advance(2_000);
    update(250);
    clock.advance(1_000);
    update(1_000);
    line.end();
    expect(writes).toEqual([
      "\rSample: 0% (ratings), 0 of 1,000\x1b[K",
      "\rSample: 25% (ratings), 250 of 1,000, 125/s, 6 s left\x1b[K",
      "\rSample: 100% (ratings), 1,000 of 1,000, 333/s\x1b[K",
      "\n",
    ]);
  });

  it("does not flicker, and shows the last state at the end", () => {
    const { clock, writes, line, update } = start({ isTTY: true });
    for (let done = 0; done < 90; done++) {
      update(done);
      clock.advance(1);
    }
    expect(writes).toHaveLength(1);
    line.end();
    line.end();
    update(91);
    expect(writes).toHaveLength(3);
    expect(writes[1]).toContain("89 of 1,000");
    expect(writes[2]).toBe("\n");
  });

  it("never wraps in a narrow window", () => {
    const { writes, update } = start({ isTTY: true, columns: 12 });
    update(0);
    expect(writes).toEqual(["\rSample: 0% \x1b[K"]);
  });
});

describe("createProgressLine elsewhere", () => {
  it("writes a whole line every two seconds at most, and one when all is done", () => {
    const { clock, writes, line, update } = start();
    for (let done = 0; done <= 1_000; done += 10) {
      update(done);
      clock.advance(50);
    }
    line.end();
    expect(writes).toEqual([
      "Sample: 40% (ratings), 400 of 1,000, 200/s, 3 s left\n",
      "Sample: 80% (ratings), 800 of 1,000, 200/s, 1 s left\n",
      "Sample: 100% (ratings), 1,000 of 1,000, 200/s\n",
    ]);
  });

  it("counts only its own work into the rate of a resumed import", () => {
    const { clock, writes, update } = start();
    update(600);
    clock.advance(2_000);
    update(602);
    expect(writes).toEqual(["Sample: 60% (ratings), 602 of 1,000, 1/s, 6 min 38 s left\n"]);
  });
});

describe("createProgressLine of rows whose bytes are counted", () => {
  it("tells rows and their rate, and how much is done by the bytes", () => {
    const { clock, writes, line } = start({ isTTY: true, columns: 80 });
    line.update({ done: 0, total: 1_000, phase: "ratings.csv", rows: 0 });
    clock.advance(2_000);
    line.update({ done: 500, total: 1_000, phase: "ratings.csv", rows: 4_000 });
    line.end();
    expect(writes.at(1)).toBe("\rSample: 50% (ratings.csv), 4,000 rows, 2,000/s, 2 s left\x1b[K");
  });

  it("knows no share and no time where the size is not known", () => {
    const { clock, writes, line } = start({ isTTY: true, columns: 80 });
    line.update({ done: 0, total: null, phase: "-", rows: 0 });
    clock.advance(1_000);
    line.update({ done: 10, total: null, phase: "-", rows: 30 });
    expect(writes.at(-1)).toBe("\rSample: (-), 30 rows, 30/s\x1b[K");
  });

  it("in a log ends with what is done, whatever was told last", () => {
    const { clock, writes, line } = start();
    line.update({ done: 1_000, total: 1_000, phase: "ratings.csv", rows: 5 });
    clock.advance(100);
    line.update({ done: 1_000, total: 1_000, phase: "ratings.csv", rows: 9 });
    line.end();
    expect(writes).toEqual(["Sample: 100% (ratings.csv), 9 rows, 40/s\n"]);
  });
});
