import { AppError } from "../errors/app-error.js";
import type { Logger } from "../logger/logger.js";

/** Whether this process can serve. Being alive is another question: whoever answers at all is alive. */
export interface Health {
  /** `check` throws where something is not ready; an AppError's message is shown. The last check of a name counts. */
  addCheck(name: string, check: () => Promise<void>): void;
  /** From now on never ready: load balancers look elsewhere while what is in flight is finished. */
  drain(): void;
  report(): Promise<HealthReport>;
}

export interface HealthReport {
  ready: boolean;
  /** "ok", or what is wrong, by the check's name. */
  checks: Record<string, string>;
}

export interface HealthOptions {
  logger: Logger;
  /** A check that takes longer has failed; default 2000. */
  timeoutMs?: number;
}

export function createHealth({ logger, timeoutMs = 2_000 }: HealthOptions): Health {
  const checks = new Map<string, () => Promise<void>>();
  const failing = new Set<string>();
  let draining = false;

  async function outcomeOf(name: string, check: () => Promise<void>): Promise<string> {
    try {
      await within(timeoutMs, check());
      failing.delete(name);
      return "ok";
    } catch (error) {
      // Probes come every few seconds: the log is told once a failure, not once a probe.
      if (!failing.has(name)) logger.warn({ error, check: name }, "not ready");
      failing.add(name);
      return error instanceof AppError ? error.message : "failed";
    }
  }

  return {
    addCheck(name, check) {
      checks.set(name, check);
    },
    drain() {
      draining = true;
    },
    async report() {
      const outcomes = await Promise.all(
        [...checks].map(async ([name, check]) => [name, await outcomeOf(name, check)] as const),
      );
      if (draining) outcomes.push(["shutdown", "draining"]);
      return { ready: outcomes.every(([, outcome]) => outcome === "ok"), checks: Object.fromEntries(outcomes) };
    },
  };
}

async function within(timeoutMs: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new AppError("UNAVAILABLE", `no answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    await Promise.race([work, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}
