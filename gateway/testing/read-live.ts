import type { LiveHub, LiveRequest } from "../live/live-hub.js";
import type { LiveSink } from "../live/live-sink.js";

/** A live subscription as its reader sees it, one message at a time: nothing more is taken before the next is asked for. */
export function readLive(
  hub: LiveHub,
  request: LiveRequest,
  waiting: LiveSink["waiting"] = () => {},
): AsyncIterableIterator<string, undefined> {
  const subscription = hub.subscribe(request);
  const leaving = new AbortController();
  const { signal } = leaving;
  const messages: string[] = [];
  let wake: () => void = () => {};
  let wanted: () => void = () => {};
  let running: Promise<void> | undefined;
  const sink: LiveSink = {
    send(payload) {
      messages.push(payload.json);
      wake();
      return false;
    },
    ready: () =>
      new Promise((resolve) => {
        wanted = resolve;
        if (signal.aborted) resolve();
      }),
    waiting,
  };
  const iterator: AsyncIterableIterator<string, undefined> = {
    async next() {
      for (;;) {
        const message = messages.shift();
        if (message !== undefined) return { done: false, value: message };
        running ??= subscription(sink, signal);
        wanted();
        const sent = new Promise<void>((resolve) => {
          wake = resolve;
          if (messages.length > 0) resolve();
        });
        const over = await Promise.race([sent.then(() => false), running.then(() => true)]);
        if (over && messages.length === 0) return { done: true, value: undefined };
      }
    },
    async return() {
      leaving.abort();
      wanted();
      await running?.catch(() => {});
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]: () => iterator,
  };
  return iterator;
}
