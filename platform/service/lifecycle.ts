import { type Logger, silentLogger } from "../logger/logger.js";

/** What a process has started, and how it ends it. */
export interface Lifecycle {
  /**
   * Register right after starting something: it is closed before everything that was registered earlier. What is registered
   * after the end is closed at once.
   */
  onClose(name: string, close: () => Promise<void> | void): void;
  /**
   * Closes everything in reverse order, one after the other, once: later calls wait for the first. A step that fails does not stop
   * the others. Resolves when done or when the deadline has passed.
   */
  close(): Promise<CloseReport>;
  /** Aborts when closing begins. */
  readonly closing: AbortSignal;
  /** Where shutdown is logged; nowhere until this is called. */
  logTo(logger: Logger): void;
}

export interface CloseReport {
  /** Nothing failed, and all was closed in time. */
  clean: boolean;
}

interface Step {
  name: string;
  close: () => Promise<void> | void;
}

/** Within this a process has drained, or gives up; whoever ends it with SIGKILL waits longer. */
export const SHUTDOWN_DEADLINE_MS = 10_000;

export function createLifecycle(options: { deadlineMs?: number; logger?: Logger } = {}): Lifecycle {
  const { deadlineMs = SHUTDOWN_DEADLINE_MS } = options;
  const steps: Step[] = [];
  const closing = new AbortController();
  let logger = options.logger ?? silentLogger;
  let closed: Promise<CloseReport> | undefined;
  let finished = false;

  async function closeStep(step: Step): Promise<boolean> {
    try {
      await step.close();
      return true;
    } catch (error) {
      logger.error({ error, step: step.name }, "a step of the shutdown failed");
      return false;
    }
  }

  async function closeAll(): Promise<CloseReport> {
    let clean = true;
    let running: string | undefined;
    async function closeInTurn(): Promise<void> {
      // Taken one by one: what a start that is still under way registers meanwhile is closed too.
      for (let step = steps.pop(); step !== undefined && !finished; step = steps.pop()) {
        running = step.name;
        clean = (await closeStep(step)) && clean;
      }
    }
    const late = await isLate(deadlineMs, closeInTurn());
    finished = true;
    if (late) logger.error({ step: running, deadlineMs }, "the shutdown took too long");
    return { clean: clean && !late };
  }

  return {
    onClose(name, close) {
      if (finished) void closeStep({ name, close });
      else steps.push({ name, close });
    },
    close() {
      if (closed === undefined) {
        closing.abort();
        closed = closeAll();
      }
      return closed;
    },
    closing: closing.signal,
    logTo(next) {
      logger = next;
    },
  };
}

async function isLate(deadlineMs: number, work: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(true), deadlineMs);
  });
  try {
    return await Promise.race([work.then(() => false), late]);
  } finally {
    clearTimeout(timer);
  }
}
