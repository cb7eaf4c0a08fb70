import type { ExecutionResult } from "graphql";
import { describe, expect, it } from "vitest";
import { AppError } from "../errors/app-error.js";
import { createItemSource } from "../testing/item-source.js";
import { createFeed, type FeedSteps } from "./feed.js";

function setUp(steps: Partial<FeedSteps> = {}) {
  const source = createItemSource<number>();
  const failures: unknown[] = [];
  const feed = createFeed({
    open: async (signal) => source.items(signal),
    execute: async (item) => ({ data: { item } }),
    toFailure(error) {
      failures.push(error);
      return { errors: [] };
    },
    ...steps,
  });
  return { source, failures, feed };
}

const DONE = { done: true, value: undefined };

describe("return() of a feed", () => {
  it("ends a source that waits for its next item, and whoever waits for the feed", async () => {
    const { source, feed, failures } = setUp();
    const next = feed.next();
    await source.whenWaiting();
    expect(await feed.return?.()).toEqual(DONE);
    await source.ended;
    expect(await next).toEqual(DONE);
    expect(await feed.next()).toEqual(DONE);
    expect(failures).toEqual([]);
  });

  it("frees whoever waits even where the source does not listen to the signal", async () => {
    const { feed } = setUp({
      open: async () => ({ [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }) }),
    });
    const next = feed.next();
    await feed.return?.();
    expect(await next).toEqual(DONE);
  });

  it("ends a source that was still being opened, as soon as it is open", async () => {
    const source = createItemSource<number>();
    let opened = (): void => {};
    const { feed } = setUp({
      open: async (signal) => {
        await new Promise<void>((resolve) => {
          opened = resolve;
        });
        const items = source.items(signal);
        // Starts the generator, so that it has a cleanup to run.
        source.push(1);
        await items.next();
        return items;
      },
    });
    const next = feed.next();
    await Promise.resolve();
    const returned = feed.return?.();
    expect(await next).toEqual(DONE);
    opened();
    await returned;
    await source.ended;
  });

  it("never opens a source that nobody has asked for", async () => {
    let opens = 0;
    const { feed } = setUp({
      open: async () => {
        opens += 1;
        return { data: {} };
      },
    });
    await feed.return?.();
    expect(await feed.next()).toEqual(DONE);
    expect(opens).toBe(0);
  });

  it("drops the item that is being executed", async () => {
    let release = (_result: ExecutionResult): void => {};
    let started = (): void => {};
    const executing = new Promise<void>((resolve) => {
      started = resolve;
    });
    const { source, feed } = setUp({
      execute: () => {
        started();
        return new Promise((resolve) => {
          release = resolve;
        });
      },
    });
    source.push(1);
    const next = feed.next();
    await executing;
    await feed.return?.();
    expect(await next).toEqual(DONE);
    release({ data: { item: 1 } });
    expect(await feed.next()).toEqual(DONE);
  });

  it("is called by a loop that breaks", async () => {
    const { source, feed } = setUp();
    source.push(1);
    for await (const result of feed) {
      expect(result).toEqual({ data: { item: 1 } });
      break;
    }
    await source.ended;
  });

  it("takes it for no failure that the abort itself broke the opening", async () => {
    const { feed, failures } = setUp({
      open: (signal) =>
        new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true })),
    });
    const next = feed.next();
    await Promise.resolve();
    await feed.return?.();
    expect([await next, failures]).toEqual([DONE, []]);
  });

  it("reports a cleanup that failed", async () => {
    const broken = new Error("cleanup");
    const { feed, failures } = setUp({
      open: async () => ({
        [Symbol.asyncIterator]: () => ({
          next: async () => ({ done: false, value: 1 }),
          return: () => Promise.reject(broken),
        }),
      }),
    });
    await feed.next();
    await feed.return?.();
    expect(failures).toEqual([broken]);
  });
});

describe("a feed", () => {
  it("keeps the order of its items when several are asked for at once", async () => {
    const { source, feed } = setUp();
    const asked = [feed.next(), feed.next(), feed.next()];
    for (const item of [1, 2]) source.push(item);
    source.finish();
    expect(await Promise.all(asked)).toEqual([
      { done: false, value: { data: { item: 1 } } },
      { done: false, value: { data: { item: 2 } } },
      DONE,
    ]);
  });

  it("executes one item after the other", async () => {
    const executing: { item: unknown; finish(result: ExecutionResult): void }[] = [];
    let items = 0;
    const { feed } = setUp({
      open: async () => ({ [Symbol.asyncIterator]: () => ({ next: async () => ({ done: false, value: ++items }) }) }),
      execute: (item) => new Promise((finish) => executing.push({ item, finish })),
    });
    const asked = [feed.next(), feed.next()];
    await new Promise(setImmediate);
    expect(executing.map(({ item }) => item)).toEqual([1]);
    executing[0]?.finish({ data: { item: 1 } });
    expect((await asked[0])?.value).toEqual({ data: { item: 1 } });
    await feed.return?.();
  });

  it("reads an item only when it is asked for one", async () => {
    const pulled: number[] = [];
    const { feed } = setUp({
      open: async () =>
        (async function* () {
          for (let item = 0; ; item += 1) {
            pulled.push(item);
            yield item;
          }
        })(),
    });
    await feed.next();
    await feed.next();
    expect(pulled).toEqual([0, 1]);
    await feed.return?.();
  });

  it("ends the source and aborts the signal when an item can't be executed, and reports it once", async () => {
    const broken = new AppError("UNAVAILABLE", "broken");
    let signal: AbortSignal | undefined;
    const { source, feed, failures } = setUp({
      execute: async (_item, given) => {
        signal = given;
        throw broken;
      },
    });
    source.push(1);
    expect(await feed.next()).toEqual({ done: false, value: { errors: [] } });
    await source.ended;
    expect(signal?.aborted).toBe(true);
    expect(await feed.next()).toEqual(DONE);
    await feed.return?.();
    expect(failures).toEqual([broken]);
  });

  it("reports once that its source can't be opened", async () => {
    const broken = new AppError("UNAVAILABLE", "broken");
    const { feed, failures } = setUp({ open: () => Promise.reject(broken) });
    await feed.next();
    await feed.return?.();
    expect(failures).toEqual([broken]);
  });
});
