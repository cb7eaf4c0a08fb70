import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { LoadCommand } from "../load-worker.js";

/** What the fake does, one after the other. */
export type FakeStep =
  | { say: object }
  | { complain: string }
  | { exit: number }
  /** Until it is asked to end. */
  | "hang";

export interface FakeLoader {
  readonly load: LoadCommand;
  /** What the next start does, and the ones after it; the last one's steps stand for all later ones. */
  plan(...starts: FakeStep[][]): Promise<void>;
  /** The arguments of every start so far. */
  starts(): Promise<string[][]>;
}

/** Starts are noted before anything is said, so whoever hears from it finds them. */
const PROGRAM = `
const { appendFileSync, readFileSync } = require("node:fs");
const [folder, ...args] = process.argv.slice(1);
process.once("disconnect", () => process.exit(1));
process.once("SIGTERM", () => process.exit(130));
appendFileSync(folder + "/starts.jsonl", JSON.stringify(args) + "\\n");
const count = readFileSync(folder + "/starts.jsonl", "utf8").trimEnd().split("\\n").length;
const { before, starts } = JSON.parse(readFileSync(folder + "/plan.json", "utf8"));
for (const step of starts[Math.min(count - before, starts.length) - 1]) {
  if (step === "hang") setInterval(() => {}, 1000);
  else if (step.say !== undefined) process.stdout.write(JSON.stringify(step.say) + "\\n");
  else if (step.complain !== undefined) process.stderr.write(step.complain + "\\n");
  else { process.exitCode = step.exit; process.disconnect(); process.removeAllListeners("disconnect"); }
}
`;

/** A program in place of the loaders'. `folder`: where it keeps what it did. */
export function fakeLoader(folder: string): FakeLoader {
  const starts = async (): Promise<string[][]> => {
    const text = await readFile(join(folder, "starts.jsonl"), "utf8").catch(() => "");
    return text
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line));
  };
  return {
    load: {
      command: [process.execPath, "-e", PROGRAM, "--", folder],
      environment: {},
    },
    starts,
    async plan(...planned) {
      const before = (await starts()).length;
      await writeFile(join(folder, "plan.json"), JSON.stringify({ before, starts: planned }));
    },
  };
}

export const progress = (rows: number, bytes = rows, totalBytes: number | null = 100): FakeStep => ({
  say: { type: "progress", stage: "ratings.csv", rows, bytes, totalBytes },
});

export const report = (counts: { read: number; accepted: number; rejected?: Record<string, number> }): FakeStep => ({
  say: { type: "report", complete: true, kind: "movielens", counts: { rejected: {}, ...counts } },
});
