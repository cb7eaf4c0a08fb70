import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { readWorkerLine, type WorkerLine } from "./worker-lines.js";

export interface LoadCommand {
  /** The program and what comes before its own arguments. */
  command: readonly string[];
  environment: Readonly<Record<string, string | undefined>>;
}

export interface LoadWorker {
  readonly ended: Promise<WorkerEnd>;
  /** Asks it to end where it can be gone on with; one that does not, is ended. */
  stop(withinMs: number): void;
}

export interface WorkerEnd {
  /** Null: ended by a signal, or never begun. */
  code: number | null;
  /** As loaders name their errors; null where it said none. */
  errorCode: string | null;
  /** What it said last of what went wrong, for a person. */
  lastWords: string;
}

const LAST_WORDS_BYTES = 8_192;

/**
 * A process that loads or deletes. It is told to end when this process is gone, whatever became of it: the channel between the two
 * closes then.
 */
export function startLoadWorker(
  { command, environment }: LoadCommand,
  args: readonly string[],
  onLine: (line: WorkerLine) => void,
): LoadWorker {
  const [program = "", ...before] = command;
  const child = spawn(program, [...before, ...args], {
    env: environment,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    // Ctrl-C is for this process, which then ends the other.
    detached: true,
  });
  let said = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-LAST_WORDS_BYTES);
  });
  if (child.stdout !== null) {
    createInterface({ input: child.stdout }).on("line", (text) => {
      const line = readWorkerLine(text);
      if (line !== null) onLine(line);
    });
  }
  let timer: NodeJS.Timeout | undefined;
  const ended = whenEnded(child, () => said).finally(() => clearTimeout(timer));
  return {
    ended,
    stop(withinMs) {
      child.kill("SIGTERM");
      timer ??= setTimeout(() => child.kill("SIGKILL"), withinMs);
    },
  };
}

function whenEnded(child: ChildProcess, said: () => string): Promise<WorkerEnd> {
  return new Promise((resolve) => {
    child.once("error", (error) => resolve({ code: null, errorCode: null, lastWords: error.message }));
    // Not "exit": by then the last lines may still be on their way.
    child.once("close", (code, signal) => resolve({ code, ...wordsOf(said(), code ?? signal) }));
  });
}

/** "marquee: CODE: what is wrong" where it ended with that, else its last line that is no log entry. */
function wordsOf(said: string, how: number | string | null): Pick<WorkerEnd, "errorCode" | "lastWords"> {
  const lines = said.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("{"));
  for (const line of lines.toReversed()) {
    const [, errorCode, words] = /^marquee: ([A-Z_]+): (.*)$/.exec(line) ?? [];
    if (errorCode !== undefined && words !== undefined) return { errorCode, lastWords: words };
  }
  return { errorCode: null, lastWords: lines.at(-1) ?? `It ended with ${how} and said nothing.` };
}
