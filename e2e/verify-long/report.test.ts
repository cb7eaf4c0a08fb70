import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { hasPassed, readReport, sectionOf, writeReport } from "./report.js";
import { longSteps, type Step } from "./steps.js";
import { testFigures } from "./test-figures.js";

const ORDER = ["chaos", "soak"];
const step = (name: string): Step => ({ name, title: `all of ${name}`, run: { tool: "vitest", args: [] } });
const section = (name: string, passed: boolean, figures: string) =>
  sectionOf(
    step(name),
    { passed, tookS: 12.4, figures },
    { date: new Date("2026-11-22T01:00:00Z"), machine: "2 cores" },
  );

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "marquee-report-"));
  file = join(folder, "VERIFY.md");
});
afterEach(() => rm(folder, { recursive: true }));

async function report(...entries: [name: string, passed: boolean, figures: string][]): Promise<void> {
  const sections = await readReport(file);
  for (const [name, passed, figures] of entries) sections.set(name, section(name, passed, figures));
  await writeReport(file, sections, ORDER);
}

test("a step that runs again replaces its own section and no other", async () => {
  await report(["soak", true, "- 5 listeners\n\n```\n# no heading\n```\n"]);
  const first = (await readReport(file)).get("soak");
  await report(["chaos", false, "- a finding"]);
  await report(["chaos", true, "- findings: none"]);
  expect((await readReport(file)).get("soak")).toBe(first);
  const text = await readFile(file, "utf8");
  expect(text).toMatch(/^# What the long form found\n/);
  expect(text).not.toContain("a finding");
  expect(text).toMatch(
    /## chaos: all of chaos\n\n\*\*Passed\*\* in 12 s on 2026-11-22 \(2 cores\)\.\n\n- findings: none\n\n## soak: /,
  );
});

test("what has passed is known, and what has not, or never ran", async () => {
  await report(["soak", true, ""], ["chaos", false, ""]);
  const sections = await readReport(file);
  expect(["soak", "chaos", "faults"].map((name) => hasPassed(sections.get(name)))).toEqual([true, false, false]);
});

test("every step can be chosen and found again by its name", async () => {
  const steps = longSteps({
    "chaos-for": "1s",
    kills: "1",
    missed: "1",
    "model-runs": "1",
    "soak-for": "1s",
    "soak-listeners": "1",
    "soak-rate": "1",
    "kafka-version": "3.9.1",
  });
  const names = steps.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  const sections = new Map(steps.map(({ name }) => [name, section(name, true, "- one")]));
  await writeReport(file, sections, names);
  expect(await readReport(file)).toEqual(sections);
});

test("figures of tests: how many, which failed and why, and what they measured", () => {
  const results = {
    numPassedTests: 1,
    numFailedTests: 1,
    testResults: [
      {
        name: `${process.cwd()}/a.test.ts`,
        status: "failed",
        message: "",
        assertionResults: [
          { fullName: "one", status: "passed", meta: { figures: ["3 ms"] } },
          { fullName: "two", status: "failed", failureMessages: ["Error: no\n at x"] },
        ],
      },
      { name: `${process.cwd()}/b.test.ts`, status: "failed", message: "no such file\n at", assertionResults: [] },
    ],
  };
  expect(testFigures(JSON.stringify(results))).toBe(
    "- 1 passed, 1 failed\n- failed: two: Error: no\n- failed: b.test.ts: no such file\n- 3 ms\n",
  );
});
