import type { LiveSubscription } from "../live/live-hub.js";
import type { LiveSink } from "../live/live-sink.js";

/**
 * Sends a subscription's messages past graphql-ws: they are JSON already, written once for all who get them. What is left for
 * graphql-ws is an iterator that yields nothing and ends, or throws, when the subscription does.
 */
export function sendShared(subscription: LiveSubscription, sink: LiveSink): AsyncIterableIterator<never, undefined> {
  const leaving = new AbortController();
  let running: Promise<void> | undefined;
  const iterator: AsyncIterableIterator<never, undefined> = {
    async next() {
      if (!leaving.signal.aborted) running ??= subscription(sink, leaving.signal);
      await running;
      return { done: true, value: undefined };
    },
    async return() {
      leaving.abort();
      return { done: true, value: undefined };
    },
    async throw(error) {
      leaving.abort();
      throw error;
    },
    [Symbol.asyncIterator]: () => iterator,
  };
  return iterator;
}
