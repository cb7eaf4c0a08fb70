import { ABORTED, untilAborted } from "./abortable.js";

/**
 * Maps a source, several items at a time, in the order of the source. A failure of either comes behind what was before it.
 * Ends when the signal aborts.
 */
export async function* mapInOrder<In, Out>(
  source: AsyncIterator<In, undefined>,
  map: (item: In) => Promise<Out>,
  options: { concurrency: number; signal: AbortSignal },
): AsyncGenerator<Out, undefined> {
  const { concurrency, signal } = options;
  const running: Promise<Out>[] = [];
  let reading: Promise<IteratorResult<In, undefined>> | undefined;
  let failure: { error: unknown } | undefined;
  let ended = false;
  try {
    for (;;) {
      if (!ended && running.length < concurrency) reading ??= source.next();
      const [oldest] = running;
      if (oldest === undefined && reading === undefined) break;
      const first = await untilAborted(firstOf(oldest, reading), signal);
      if (first === ABORTED) return;
      if (first === "oldest" && oldest !== undefined) {
        running.shift();
        yield await oldest;
      } else if (reading !== undefined) {
        const read = reading;
        reading = undefined;
        try {
          const step = await read;
          if (step.done === true) ended = true;
          else running.push(quietly(map(step.value)));
        } catch (error) {
          ended = true;
          failure = { error };
        }
      }
    }
    if (failure !== undefined) throw failure.error;
  } finally {
    source.return?.(undefined).catch(() => {});
  }
}

async function firstOf(
  oldest: Promise<unknown> | undefined,
  reading: Promise<unknown> | undefined,
): Promise<"oldest" | "reading"> {
  const races: Promise<"oldest" | "reading">[] = [];
  if (oldest !== undefined) races.push(settled(oldest, "oldest"));
  if (reading !== undefined) races.push(settled(reading, "reading"));
  return Promise.race(races);
}

function settled<Name extends string>(promise: Promise<unknown>, name: Name): Promise<Name> {
  return promise.then(
    () => name,
    () => name,
  );
}

/** It is awaited in its turn; until then a rejection must not count as unhandled. */
function quietly<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => {});
  return promise;
}
