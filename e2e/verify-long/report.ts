// e2e/VERIFY.md: a section for each step, replaced when the step runs again.
import { readFile, writeFile } from "node:fs/promises";
import type { StepResult } from "./run-step.js";
import type { Step } from "./steps.js";

const HEAD = `# What the long form found

Written by \`npm run verify:long\`, a section for each step when it last ran; \`npm run verify:long -- STEP\` runs one again.
`;
const SECTION = /^(?=## [\w-]+: )/m;
const PASSED = /^\*\*Passed\*\*/m;

/** As Markdown. */
export function sectionOf(step: Step, result: StepResult, seen: { date: Date; machine: string }): string {
  const outcome = result.passed ? "**Passed**" : "**FAILED**";
  const when = `${result.tookS.toFixed(0)} s on ${seen.date.toISOString().slice(0, 10)}`;
  return `## ${step.name}: ${step.title}\n\n${outcome} in ${when} (${seen.machine}).\n\n${result.figures.trimEnd()}\n`;
}

export function hasPassed(section: string | undefined): boolean {
  return section !== undefined && PASSED.test(section);
}

/** The sections of a report by their steps' names; none when there is no file. */
export async function readReport(file: string): Promise<Map<string, string>> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  const [, ...sections] = `\n${text}`.split(SECTION);
  return new Map(sections.map((section) => [/^## ([\w-]+): /.exec(section)?.[1] ?? "", `${section.trimEnd()}\n`]));
}

/** Those of steps that are no more are left out. */
export async function writeReport(
  file: string,
  sections: ReadonlyMap<string, string>,
  order: readonly string[],
): Promise<void> {
  const found = order.flatMap((name) => sections.get(name) ?? []);
  await writeFile(file, [HEAD, ...found].join("\n"));
}
