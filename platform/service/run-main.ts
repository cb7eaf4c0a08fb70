import { AppError } from "../errors/app-error.js";
import { boundHeapGrowth } from "./heap-growth.js";
import { createLifecycle, type Lifecycle } from "./lifecycle.js";

/** The parts of `process` that a main needs; tests hand in their own. */
export interface MainProcess {
  on(event: string, listener: (reason: unknown) => void): unknown;
  exit(code: number): void;
  stderr: { write(text: string): unknown; on(event: "error", listener: () => void): unknown };
}

/**
 * Runs a process: `start` starts everything and registers how to end it. SIGTERM and SIGINT end it in order, a second one at once;
 * a start that fails prints one line and exits with 1. What was interrupted in order exits with `interruptedCode`, 0 by default. An error that nobody caught ends the process in order too.
 */
export async function runMain(
  start: (lifecycle: Lifecycle) => Promise<void>,
  options: { process?: MainProcess; deadlineMs?: number; interruptedCode?: number } = {},
): Promise<void> {
  const own: MainProcess = options.process ?? process;
  const lifecycle = createLifecycle(options.deadlineMs === undefined ? {} : { deadlineMs: options.deadlineMs });
  let ending = false;
  if (options.process === undefined) boundHeapGrowth();

  async function end(code: number): Promise<void> {
    ending = true;
    const { clean } = await lifecycle.close();
    own.exit(clean ? code : 1);
  }

  async function fail(error: unknown): Promise<void> {
    own.stderr.write(`${describeFatal(error)}\n`);
    await end(1);
  }

  // Where nobody reads it any more, saying so would fail in the same way, for ever.
  own.stderr.on("error", () => {});
  for (const signal of ["SIGTERM", "SIGINT"]) {
    own.on(signal, () => {
      if (ending) own.exit(1);
      else void end(options.interruptedCode ?? 0);
    });
  }
  for (const event of ["uncaughtException", "unhandledRejection"]) {
    own.on(event, (error) => void fail(error));
  }

  try {
    await start(lifecycle);
  } catch (error) {
    // A start that was interrupted fails because it was: the exit is under way already.
    if (!ending) await fail(error);
  }
}

/** One line: "marquee: CODE: what is wrong and what to do". */
export function describeFatal(error: unknown): string {
  const code = error instanceof AppError ? error.code : "INTERNAL_SERVER_ERROR";
  const message = error instanceof AppError ? error.message : String((error instanceof Error && error.stack) || error);
  return `marquee: ${code}: ${message.replace(/\s*[\r\n]+\s*/g, " | ")}`;
}
