/**
 * A source that a test feeds by hand, as a resolver would write it: an async generator that waits on a signal. It tells when
 * somebody waits for an item and when it has ended, so that no test has to guess.
 */
export interface ItemSource<Item> {
  readonly items: (signal: AbortSignal) => AsyncGenerator<Item>;
  push(item: Item): void;
  fail(error: unknown): void;
  finish(): void;
  /** Resolves when the next item is waited for and there is none. */
  whenWaiting(): Promise<void>;
  /** Resolves when the generator has run its cleanup. */
  readonly ended: Promise<void>;
}

type Step<Item> = { item: Item } | { error: unknown } | "finish";

export function createItemSource<Item>(): ItemSource<Item> {
  const steps: Step<Item>[] = [];
  const waitingListeners: (() => void)[] = [];
  let wake: (() => void) | undefined;
  let markEnded = (): void => {};
  const ended = new Promise<void>((resolve) => {
    markEnded = resolve;
  });

  function add(step: Step<Item>): void {
    steps.push(step);
    wake?.();
  }

  async function nextStep(signal: AbortSignal): Promise<Step<Item>> {
    while (steps.length === 0) {
      signal.throwIfAborted();
      await new Promise<void>((resolve, reject) => {
        wake = resolve;
        signal.addEventListener("abort", () => reject(signal.reason), { once: true });
        for (const listener of waitingListeners.splice(0)) listener();
      });
      wake = undefined;
    }
    return steps.shift() ?? "finish";
  }

  return {
    async *items(signal) {
      try {
        for (let step = await nextStep(signal); step !== "finish"; step = await nextStep(signal)) {
          if ("error" in step) throw step.error;
          yield step.item;
        }
      } finally {
        markEnded();
      }
    },
    push: (item) => add({ item }),
    fail: (error) => add({ error }),
    finish: () => add("finish"),
    whenWaiting: () => new Promise((resolve) => (wake === undefined ? waitingListeners.push(resolve) : resolve())),
    ended,
  };
}
