import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Step } from "./steps.js";

export interface StepResult {
  title: string;
  passed: boolean;
  tookS: number;
  /** Markdown. */
  figures: string;
}

const SET = "verify-long";

/** Runs a step with its output passed on. A step that fails does not throw. */
export async function runStep(step: Step): Promise<StepResult> {
  const folder = await mkdtemp(join(tmpdir(), "marquee-verify-"));
  const startedAt = performance.now();
  const file = join(folder, "result");
  try {
    const engines = step.engines === undefined ? {} : await startEngines(step.engines);
    const args =
      step.run.tool !== "vitest"
        ? ["npm", "run", step.run.tool, "--", ...step.run.args, "--report", file]
        : [
            "npx",
            "vitest",
            "run",
            ...step.run.args,
            "--reporter=default",
            "--reporter=json",
            `--outputFile.json=${file}`,
          ];
    const { code } = await run(args, { ...step.env, ...engines });
    const text = await readFile(file, "utf8").catch(() => "");
    const figures = step.run.tool !== "vitest" ? text.replace(/^# .*\n+/, "") : testFigures(text);
    const tookS = (performance.now() - startedAt) / 1000;
    return { title: step.title, passed: code === 0, tookS, figures: figures || "- it came to no result\n" };
  } finally {
    if (step.engines !== undefined) await run(["npm", "run", "-s", "engines", "--", "stop", "--name", SET], {});
    await rm(folder, { recursive: true, force: true });
  }
}

async function startEngines(args: readonly string[]): Promise<Record<string, string>> {
  await run(["npm", "run", "-s", "engines", "--", "start", "--name", SET, ...args], {});
  const { output } = await run(["npm", "run", "-s", "engines", "--", "env", "--name", SET], {}, false);
  const [, cassandra = ""] = /CASSANDRA_CONTACT_POINTS=(\S+)/.exec(output) ?? [];
  const [, kafka = ""] = /KAFKA_BROKERS=(\S+)/.exec(output) ?? [];
  return { MARQUEE_TEST_CASSANDRA: cassandra, MARQUEE_TEST_KAFKA: kafka };
}

async function run([command = "", ...args]: readonly string[], env: Readonly<Record<string, string>>, shown = true) {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    if (shown) process.stdout.write(text);
    else output += text;
  });
  const [code] = (await once(child, "close")) as [number | null];
  return { code, output };
}

interface TestResults {
  numPassedTests: number;
  numFailedTests: number;
  testResults: { assertionResults: { fullName: string; status: string; duration?: number }[] }[];
}

function testFigures(json: string): string {
  if (json === "") return "";
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(json) as TestResults;
  const failed = testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === "failed"),
  );
  const lines = [
    `- ${numPassedTests} passed, ${numFailedTests} failed`,
    ...failed.map(({ fullName }) => `- failed: ${fullName}`),
  ];
  return `${lines.join("\n")}\n`;
}
