import type { ExecutionResult } from "graphql";

export interface FeedSteps {
  /** Opens the source; a result instead of a source is a refusal. The source must end when the signal aborts. */
  open(signal: AbortSignal): Promise<AsyncIterable<unknown> | ExecutionResult>;
  /** The result for one item of the source. */
  execute(item: unknown, signal: AbortSignal): Promise<ExecutionResult>;
  /** What the client is told of a source that failed. */
  toFailure(error: unknown): ExecutionResult;
}

type Step = IteratorResult<ExecutionResult, undefined>;

const DONE: Step = { done: true, value: undefined };

/**
 * One result an item, executed one after the other and only when asked for. Not an async generator: those queue `return()`
 * behind the `next()` that waits for the source, for ever perhaps; here `return()` ends that wait, aborts the signal and
 * resolves when the source has ended.
 */
export function createFeed(steps: FeedSteps): AsyncIterableIterator<ExecutionResult, undefined> {
  const abort = new AbortController();
  // Few at a time. No Set: its old tables keep its new ones, and every result with them, from being collected for long.
  let waiting: ((step: Step) => void)[] = [];
  let opening: Promise<AsyncIterable<unknown> | ExecutionResult> | undefined;
  let source: AsyncIterator<unknown> | undefined;
  let turn: Promise<void> = Promise.resolve();
  let ended = false;

  function end(): void {
    ended = true;
    abort.abort();
  }

  async function closeSource(): Promise<void> {
    try {
      const opened = source === undefined ? await opening : undefined;
      if (opened !== undefined && isAsyncIterable(opened)) source ??= opened[Symbol.asyncIterator]();
      await source?.return?.();
    } catch (error) {
      // Nobody is left to tell; toFailure logs what ought to be seen. What the abort itself broke is no failure.
      if (!isAbort(error)) steps.toFailure(error);
    }
  }

  async function pull(): Promise<Step> {
    if (ended) return DONE;
    opening ??= steps.open(abort.signal);
    const opened = await opening;
    if (ended) return DONE;
    if (!isAsyncIterable(opened)) {
      end();
      return { done: false, value: opened };
    }
    source ??= opened[Symbol.asyncIterator]();
    const item = await source.next();
    if (item.done !== true) return { done: false, value: await steps.execute(item.value, abort.signal) };
    end();
    return DONE;
  }

  async function pullOrFail(): Promise<Step> {
    try {
      return await pull();
    } catch (error) {
      if (ended) return DONE;
      end();
      if (source === undefined) opening = undefined;
      await closeSource();
      return { done: false, value: steps.toFailure(error) };
    }
  }

  async function stop(): Promise<void> {
    end();
    for (const resolve of waiting) resolve(DONE);
    waiting = [];
    await closeSource();
  }

  return {
    next() {
      return new Promise((resolve) => {
        waiting.push(resolve);
        turn = turn.then(pullOrFail).then((step) => {
          waiting = waiting.filter((each) => each !== resolve);
          resolve(step);
        });
      });
    },
    async return() {
      await stop();
      return DONE;
    },
    async throw(error) {
      await stop();
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

function isAsyncIterable(value: object): value is AsyncIterable<unknown> {
  return Symbol.asyncIterator in value;
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}
