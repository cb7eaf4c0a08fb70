// One process, seen from outside: its output, its signals, its end.
import { type ChildProcess, spawn } from "node:child_process";
import { EventEmitter } from "node:events";
import { tmpdir } from "node:os";

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export type OutputStream = "stdout" | "stderr";

// A test run that is ended leaves nothing behind.
const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

export class WatchedProcess {
  readonly output: Record<OutputStream, string> = { stdout: "", stderr: "" };
  readonly exited: Promise<Exit>;
  readonly #child: ChildProcess;
  readonly #changes = new EventEmitter().setMaxListeners(0);
  #exit: Exit | undefined;

  /** `env` is all that it gets, beside PATH. */
  constructor([command = "", ...args]: readonly string[], env: Readonly<Record<string, string>>) {
    const child = spawn(command, args, {
      env: { PATH: process.env.PATH, ...env },
      // Not where the tests run: somebody's .env may lie there.
      cwd: tmpdir(),
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    running.add(child);
    for (const stream of ["stdout", "stderr"] as const) {
      child[stream].setEncoding("utf8").on("data", (text: string) => {
        this.output[stream] += text;
        this.#changes.emit("change");
      });
    }
    this.exited = new Promise((resolve, reject) => {
      child.once("error", reject);
      // Not "exit": by then the last output may still be on its way.
      child.once("close", (code, signal) => {
        running.delete(child);
        this.#exit = { code, signal };
        this.#changes.emit("change");
        resolve(this.#exit);
      });
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Resolves when its output matches, with the match; rejects when it ends before. */
  async until(stream: OutputStream, pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(this.output[stream]);
      if (match !== null) return match;
      if (this.#exit !== undefined) throw new Error(`It ended before it said ${pattern}: ${this.describe()}`);
      await new Promise((resolve) => this.#changes.once("change", resolve));
    }
  }

  /** Resolves with its exit. Does nothing to a process that has ended. */
  end(signal: NodeJS.Signals): Promise<Exit> {
    if (this.#exit === undefined) this.#child.kill(signal);
    return this.exited;
  }

  describe(): string {
    const { stdout, stderr } = this.output;
    return `exit ${JSON.stringify(this.#exit ?? null)}\n${stdout.slice(-2_000)}\n${stderr.slice(-4_000)}`;
  }
}
