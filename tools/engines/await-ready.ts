import { open } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { AppError } from "@marquee/platform/errors/app-error.js";

const POLL_MS = 200;
const SAY_EVERY_MS = 10_000;
const LOG_END_BYTES = 4_000;
const LOG_END_LINES = 25;

export interface AwaitReadyOptions {
  /** "cassandra 1" */
  label: string;
  logFile: string;
  /** Resolves when the process has ended, with how. */
  ended: Promise<string>;
  /** Throws while it is not ready. */
  ask: () => Promise<void>;
  deadlineMs: number;
  onProgress: (line: string) => void;
  signal?: AbortSignal | undefined;
}

/** Asks until there is an answer. Throws UNAVAILABLE, with the end of the log, when the process ends or the deadline passes first. */
export async function awaitReady(options: AwaitReadyOptions): Promise<void> {
  const { label, logFile, ask, deadlineMs, onProgress, signal } = options;
  const startedAt = performance.now();
  const seconds = () => Math.round((performance.now() - startedAt) / 1000);
  const ended = options.ended.then(async (how) => {
    throw await failure(`${label} ended (${how}) before it was ready`, logFile);
  });
  // Whoever awaits it below sees it; this only keeps it from counting as unhandled when nobody does any more.
  ended.catch(() => {});
  let saidAt = 0;
  for (;;) {
    signal?.throwIfAborted();
    const fault = await Promise.race([answerOf(ask), ended]);
    if (fault === undefined) return onProgress(`${label}: ready after ${seconds()} s`);
    const waitedMs = performance.now() - startedAt;
    if (waitedMs > deadlineMs) {
      throw await failure(`${label} was not ready within ${deadlineMs / 1000} s (last answer: ${fault})`, logFile);
    }
    if (waitedMs - saidAt > SAY_EVERY_MS) {
      saidAt = waitedMs;
      onProgress(`${label}: still starting, ${seconds()} s`);
    }
    await Promise.race([delay(POLL_MS), ended]);
  }
}

/** What stands in the way, or undefined. */
async function answerOf(ask: () => Promise<void>): Promise<string | undefined> {
  try {
    await ask();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function failure(what: string, logFile: string): Promise<AppError> {
  return new AppError("UNAVAILABLE", `${what}. The end of its log, ${logFile}:\n${await endOf(logFile)}`);
}

async function endOf(logFile: string): Promise<string> {
  try {
    const log = await open(logFile);
    try {
      const { size } = await log.stat();
      const { buffer, bytesRead } = await log.read({
        buffer: Buffer.alloc(LOG_END_BYTES),
        position: Math.max(0, size - LOG_END_BYTES),
      });
      const lines = buffer.toString("utf8", 0, bytesRead).trimEnd().split("\n").slice(-LOG_END_LINES);
      return lines.map((line) => `  ${line}`).join("\n");
    } finally {
      await log.close();
    }
  } catch {
    return "  (it has none)";
  }
}
