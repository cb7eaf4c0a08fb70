export interface PushIterator<Item> {
  push(item: Item): void;
  end(): void;
  /** Thrown to the reader behind what was pushed before. */
  fail(error: unknown): void;
  readonly iterator: AsyncIterableIterator<Item, undefined>;
}

/**
 * What is pushed on one side comes out of an iterator on the other. It holds what was not read yet without a bound of its own:
 * `onLength` is told how much that is, so that the source can be slowed down.
 */
export function createPushIterator<Item>(options: {
  onLength?: (length: number) => void;
  onReturn?: () => void;
}): PushIterator<Item> {
  const items: Item[] = [];
  const readers: { resolve(step: IteratorResult<Item, undefined>): void; reject(error: unknown): void }[] = [];
  let ended = false;
  let failure: { error: unknown } | undefined;

  function settle(): void {
    for (const reader of readers.splice(0)) {
      if (failure === undefined) reader.resolve({ done: true, value: undefined });
      else reader.reject(failure.error);
      failure = undefined;
    }
  }

  function finish(error?: { error: unknown }): void {
    if (ended) return;
    ended = true;
    failure = error;
    settle();
  }

  const iterator: AsyncIterableIterator<Item, undefined> = {
    next() {
      const item = items.shift();
      if (item !== undefined) {
        options.onLength?.(items.length);
        return Promise.resolve({ done: false, value: item });
      }
      return new Promise((resolve, reject) => {
        readers.push({ resolve, reject });
        if (ended) settle();
      });
    },
    async return() {
      items.length = 0;
      finish();
      failure = undefined;
      options.onReturn?.();
      return { done: true, value: undefined };
    },
    async throw(error) {
      await iterator.return?.();
      throw error;
    },
    [Symbol.asyncIterator]: () => iterator,
  };

  return {
    push(item) {
      if (ended) return;
      const reader = readers.shift();
      if (reader !== undefined) return reader.resolve({ done: false, value: item });
      items.push(item);
      options.onLength?.(items.length);
    },
    end: () => finish(),
    fail: (error) => finish({ error }),
    iterator,
  };
}
