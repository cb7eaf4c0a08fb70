import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { readEnvironment } from "@marquee/platform/config/read-environment.js";
import type { FromListeners, ToListeners } from "./listeners.js";

const root = dirname(dirname(createRequire(import.meta.url).resolve("@marquee/bench/package.json")));
const children: ChildProcess[] = [];
const TICKS_PER_SECOND = 100;

export interface Served {
  url: string;
  pid: number;
}

/** One of the product's own mains; resolves with what its output matched. */
export async function startMain(
  main: string,
  env: Readonly<Record<string, string>>,
  ready: RegExp,
): Promise<{ output: string; pid: number }> {
  const child = spawn(process.execPath, [join(root, main)], {
    env: { ...readEnvironment(), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  let output = "";
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        if (output.length < 100_000) output += text;
        if (ready.test(output)) resolve();
      });
    }
    child.once("exit", (code) => reject(new Error(`${main} ended with ${code}:\n${output}`)));
  });
  return { output, pid: child.pid ?? 0 };
}

/** A script of this folder that says where it serves. */
export async function startScript(script: string, args: readonly string[]): Promise<Served> {
  const child = forked(script, args);
  const [{ url }] = (await once(child, "message")) as [{ url: string }];
  return { url, pid: child.pid ?? 0 };
}

/** Processes of listeners, as one. */
export class Listeners {
  readonly #processes: ChildProcess[];
  readonly #perProcess: number[];

  constructor(count: number, processes: number) {
    const some = Math.min(count, processes);
    this.#processes = Array.from({ length: some }, () => forked("listeners.js", []));
    this.#perProcess = this.#processes.map((_, index) => Math.floor(count / some) + (index < count % some ? 1 : 0));
  }

  /** `ownIds`: each subscription has an id of its own, as clients' libraries make them; else all have the same. */
  async open(url: string, { ownIds = false } = {}): Promise<void> {
    await this.#all("open", (nth) => ({ do: "open", url, count: this.#perProcess[nth] ?? 0, ownIds }));
  }

  /** Resolves when every listener has had so many events: seconds from the first message of all to the last. */
  async expect(events: number, meanwhile: () => Promise<unknown>): Promise<number> {
    const done = this.#all("done", () => ({ do: "expect", events }));
    await meanwhile();
    const all = await done;
    const first = Math.min(...all.map(({ firstAt }) => firstAt));
    return (Math.max(...all.map(({ lastAt }) => lastAt)) - first) / 1_000;
  }

  time(on: boolean): void {
    this.#tell({ do: "time", on });
  }

  /** When an event came to each listener. */
  async arrivals(): Promise<{ eventId: string; at: number[] }> {
    const all = await Promise.all(this.#processes.map((child) => heard(child, "arrived")));
    return { eventId: all[0]?.eventId ?? "", at: all.flatMap(({ at }) => at) };
  }

  async close(): Promise<void> {
    await this.#all("closed", () => ({ do: "close" }));
    for (const child of this.#processes) child.kill();
  }

  #tell(message: ToListeners): void {
    for (const child of this.#processes) child.send(message);
  }

  #all<Said extends FromListeners["said"]>(said: Said, messageTo: (nth: number) => ToListeners) {
    return Promise.all(
      this.#processes.map((child, nth) => {
        const answer = heard(child, said);
        child.send(messageTo(nth));
        return answer;
      }),
    );
  }
}

/** Seconds of processor time that a process has taken. */
export function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

export function residentBytes(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) * 1024;
}

/** Ends all that was started here. */
export async function endAll(): Promise<void> {
  await Promise.all(
    children.map(async (child) => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, "exit");
      child.removeAllListeners("exit");
      child.kill("SIGTERM");
      await Promise.race([exited, once(child, "close")]);
    }),
  );
}

function forked(script: string, args: readonly string[]): ChildProcess {
  const child = fork(fileURLToPath(new URL(script, import.meta.url)), args, {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  children.push(child);
  return child;
}

async function heard<Said extends FromListeners["said"]>(
  child: ChildProcess,
  said: Said,
): Promise<Extract<FromListeners, { said: Said }>> {
  for (;;) {
    const [message] = (await once(child, "message")) as [FromListeners];
    if (message.said === said) return message as Extract<FromListeners, { said: Said }>;
  }
}
