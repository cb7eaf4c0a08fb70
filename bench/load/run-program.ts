import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(createRequire(import.meta.url).resolve("@marquee/bench/package.json")));
const TELL_MEMORY = fileURLToPath(new URL("./tell-memory.js", import.meta.url));

/** `npm run load` ends so when some rows are among the rejects. */
const REJECTS = 3;

export interface Ran {
  out: string;
  code: number;
  maxMebibytes: number;
  cpuSeconds: number;
}

/** A program of ours, built, in a process of its own; its memory and processor time are told at its end. Throws when it fails. */
export async function runProgram(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Ran> {
  const child = spawn(process.execPath, ["--import", TELL_MEMORY, join(root, program), ...args], {
    env: { ...environment },
    stdio: ["ignore", "pipe", "inherit", "pipe"],
  });
  let out = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  let measured = "";
  (child.stdio[3] as NodeJS.ReadableStream).setEncoding("utf8").on("data", (text: string) => {
    measured += text;
  });
  const [code] = await once(child, "close");
  if (code !== 0 && code !== REJECTS && code !== 1) throw new Error(`${program} ended with ${code}`);
  if (measured === "") throw new Error(`${program} ended with ${code}: ${out}`);
  return { out, code, ...(JSON.parse(measured) as { maxMebibytes: number; cpuSeconds: number }) };
}

/** What a program printed last, as JSON. */
export function lastLine<Told>({ out }: Ran): Told {
  return JSON.parse(out.trim().split("\n").at(-1) ?? "") as Told;
}
