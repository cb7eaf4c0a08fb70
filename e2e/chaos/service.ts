// One of Marquee's own processes, that is killed, stopped and started again.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { tmpdir } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const MAINS = {
  migrate: "../../gateway/all-in-one/dist/migrate-main.js",
  gateway: "../../gateway/dist/main.js",
  ratings: "../../subgraphs/ratings/dist/main.js",
  projector: "../../gateway/all-in-one/dist/projector-main.js",
  rebuild: "../../gateway/all-in-one/dist/rebuild-main.js",
  deadLetters: "../../gateway/all-in-one/dist/dead-letters-main.js",
} as const;

export type ServiceMain = keyof typeof MAINS;
type Env = Readonly<Record<string, string>>;

/** What a subgraph or projector prints, and what a gateway logs. */
const LISTENING = [/^ {2}\w+ +(http:\/\/\S+)\n/m, /"url":"(http:[^"]+)"[^\n]*"msg":"the gateway is listening"/];
const LOOK_EVERY_MS = 100;
const REMEMBERED_CHARACTERS = 64 * 1024;

const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

function start(main: ServiceMain, env: Env, args: readonly string[]): ChildProcess {
  const file = fileURLToPath(new URL(MAINS[main], import.meta.url));
  const child = spawn(process.execPath, [file, ...args], {
    env: { PATH: process.env.PATH, ...env },
    cwd: tmpdir(),
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  child.once("exit", () => running.delete(child));
  return child;
}

/** Runs a command to its end. */
export async function runOnce(main: ServiceMain, env: Env, args: readonly string[] = []) {
  const child = start(main, env, args);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", (text) => (output += text));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, output };
}

export class Service {
  readonly name: string;
  /** Of what it serves; of its latest start. */
  url = "";
  readonly #main: ServiceMain;
  readonly #env: Env;
  readonly #logFile: string;
  /** How it ended when nobody had ended it. */
  readonly endedByItself: string[] = [];
  #printed = "";
  #child: ChildProcess | undefined;

  /** What it prints is appended to `logFile`. */
  constructor(options: { name: string; main: ServiceMain; env: Env; logFile: string }) {
    this.name = options.name;
    this.#main = options.main;
    this.#env = options.env;
    this.#logFile = options.logFile;
  }

  /** Resolves when it listens, which it does before its engines are there. */
  async start(): Promise<void> {
    const child = start(this.#main, this.#env, []);
    this.#child = child;
    const log = createWriteStream(this.#logFile, { flags: "a" });
    child.stdout?.pipe(log, { end: false });
    child.stderr?.pipe(log, { end: false });
    this.#printed = "";
    this.url = await new Promise<string>((resolve, reject) => {
      for (const stream of [child.stdout, child.stderr]) {
        stream?.on("data", (bytes: Buffer) => {
          this.#printed = (this.#printed + bytes.toString()).slice(-REMEMBERED_CHARACTERS);
          const url = LISTENING.map((line) => line.exec(this.#printed)?.[1]).find((found) => found !== undefined);
          if (url !== undefined) resolve(url);
        });
      }
      child.once("close", (code) => {
        log.end();
        const told = `${this.name} ended by itself, with ${code}: ${this.#printed.slice(-300)}`;
        if (this.#child === child) this.endedByItself.push(told);
        reject(new Error(told));
      });
    });
  }

  /** What its latest start has printed, or the end of that. */
  printed(): string {
    return this.#printed;
  }

  signal(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }

  async kill(signal: NodeJS.Signals = "SIGKILL"): Promise<number | null> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const exited = once(child, "exit");
    this.#child = undefined;
    child.kill(signal);
    const [code] = (await exited) as [number | null];
    return code;
  }

  /** What a health route says: its status, 0 when there is no answer. */
  async health(route: "live" | "ready"): Promise<number> {
    try {
      const url = new URL(`/healthz/${route}`, this.url);
      return (await fetch(url, { signal: AbortSignal.timeout(10_000) })).status;
    } catch {
      return 0;
    }
  }

  /** Resolves when it is ready; throws when that takes longer. */
  async ready(withinMs: number): Promise<void> {
    const deadline = performance.now() + withinMs;
    while ((await this.health("ready")) !== 200) {
      const [ended] = this.endedByItself;
      if (ended !== undefined) throw new Error(ended);
      if (performance.now() > deadline)
        throw new Error(`${this.name} was not ready in ${withinMs} ms; see ${this.#logFile}`);
      await wait(LOOK_EVERY_MS);
    }
  }
}
