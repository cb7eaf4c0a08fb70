import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Step } from "./steps.js";
import { testFigures } from "./test-figures.js";

export interface StepResult {
  passed: boolean;
  tookS: number;
  /** Markdown. */
  figures: string;
}

const SET = "verify-long";
const LAST_LINES = 15;

/** Runs a step with its output passed on. Whatever goes wrong is a step that failed: it does not throw. */
export async function runStep(step: Step, signal: AbortSignal): Promise<StepResult> {
  const folder = await mkdtemp(join(tmpdir(), "marquee-verify-"));
  const startedAt = performance.now();
  const result = (passed: boolean, figures: string): StepResult => {
    return { passed, tookS: (performance.now() - startedAt) / 1000, figures };
  };
  try {
    const engines = step.engines === undefined ? {} : await startEngines(step.engines, signal);
    const file = join(folder, "result");
    const { code, output } = await run(commandOf(step, file), { ...step.env, ...engines }, signal);
    const text = await readFile(file, "utf8").catch(() => "");
    const figures = step.run.tool === "vitest" ? testFigures(text) : text.replace(/^# .*\n+/, "");
    return result(code === 0, figures === "" ? `- it came to no result; it said last:\n\n${excerpt(output)}` : figures);
  } catch (error) {
    return result(false, `- it did not start: ${error instanceof Error ? error.message : String(error)}\n`);
  } finally {
    if (step.engines !== undefined) await run(engineCommand("stop"), {}).catch(() => {});
    await rm(folder, { recursive: true, force: true });
  }
}

function commandOf({ run: { tool, args } }: Step, file: string): string[] {
  return tool === "vitest"
    ? ["npx", "vitest", "run", ...args, "--reporter=default", "--reporter=json", `--outputFile.json=${file}`]
    : ["npm", "run", "-s", tool, "--", ...args, "--report", file];
}

const engineCommand = (command: string, ...args: readonly string[]) => {
  return ["npm", "run", "-s", "engines", "--", command, "--name", SET, ...args];
};

async function startEngines(args: readonly string[], signal: AbortSignal): Promise<Record<string, string>> {
  // Those that a run which was killed has left.
  await run(engineCommand("stop"), {});
  const started = await run(engineCommand("start", ...args), {}, signal);
  if (started.code !== 0) throw new Error(`the engines did not start:\n\n${excerpt(started.output)}`);
  const { output } = await run(engineCommand("env"), {});
  const [, cassandra = ""] = /CASSANDRA_CONTACT_POINTS=(\S+)/.exec(output) ?? [];
  const [, kafka = ""] = /KAFKA_BROKERS=(\S+)/.exec(output) ?? [];
  return { MARQUEE_TEST_CASSANDRA: cassandra, MARQUEE_TEST_KAFKA: kafka };
}

async function run(
  [command = "", ...args]: readonly string[],
  env: Readonly<Record<string, string>>,
  signal?: AbortSignal,
): Promise<{ code: number | null; output: string }> {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  const stop = () => child.kill("SIGINT");
  signal?.addEventListener("abort", stop);
  let output = "";
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].setEncoding("utf8").on("data", (text: string) => {
      process[stream].write(text);
      output = (output + text).slice(-100_000);
    });
  }
  try {
    const [code] = (await once(child, "close")) as [number | null];
    return { code, output };
  } finally {
    signal?.removeEventListener("abort", stop);
  }
}

/** The end of an output, as a block of Markdown. */
function excerpt(output: string): string {
  const lines = output.trimEnd().split("\n").slice(-LAST_LINES);
  return `\`\`\`\n${lines.join("\n")}\n\`\`\`\n`;
}
