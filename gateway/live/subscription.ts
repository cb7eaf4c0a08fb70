import { ABORTED, untilAborted } from "./abortable.js";
import { FeedPositions } from "./feed-positions.js";
import type { LiveFeed } from "./live-feed.js";
import type { LiveItem } from "./live-item.js";
import type { LiveMetrics } from "./live-metrics.js";
import { type LiveSource, SharedStream } from "./shared-stream.js";
import { Subscriber } from "./subscriber.js";

export interface SubscriptionOptions {
  feed: LiveFeed;
  after: string | undefined;
  /** By key: the streams that equal subscriptions share. */
  streams: Map<string, SharedStream>;
  openSource(feed: LiveFeed, after: string | undefined): LiveSource;
  bufferCapacity: number;
  metrics: Pick<LiveMetrics, "subscribers" | "deliveries" | "overruns">;
}

interface Seat {
  stream: SharedStream;
  subscriber: Subscriber;
}

/**
 * One client's subscription. The first of its kind, and whoever needs no start of its own, lives on the shared stream at once.
 * Others (late ones, resuming ones) get an upstream of their own until it has delivered everything that the shared stream had
 * delivered when they took their seat there; then they go on with what waits at that seat, leaving out what they have had.
 * Unlike an async generator's, its `return()` does not wait for the next item.
 */
export function openSubscription(options: SubscriptionOptions): AsyncIterableIterator<string, undefined> {
  const controller = new AbortController();
  const messages = run(options, controller.signal);
  options.metrics.subscribers.inc();
  let left = false;
  function leave(): void {
    if (left) return;
    left = true;
    controller.abort();
    options.metrics.subscribers.dec();
  }
  const iterator: AsyncIterableIterator<string, undefined> = {
    async next() {
      try {
        const step = await messages.next();
        if (step.done === true) leave();
        return step;
      } catch (error) {
        leave();
        throw error;
      }
    },
    async return() {
      leave();
      return messages.return(undefined);
    },
    async throw(error) {
      await iterator.return?.();
      throw error;
    },
    [Symbol.asyncIterator]: () => iterator,
  };
  return iterator;
}

async function* run(options: SubscriptionOptions, signal: AbortSignal): AsyncGenerator<string, undefined> {
  const delivered = new FeedPositions();
  let seat = takeSeatAtStart(options);
  try {
    if (seat === undefined) {
      seat = yield* catchUp(options, delivered, signal);
      if (seat === undefined) return undefined;
    }
    yield* follow(seat.subscriber, delivered, options.metrics, signal);
  } finally {
    seat?.stream.detach(seat.subscriber);
  }
  return undefined;
}

/** A seat with nothing to catch up with, if there is such a one. */
function takeSeatAtStart(options: SubscriptionOptions): Seat | undefined {
  const { feed, after, streams, openSource } = options;
  if (after !== undefined) return undefined;
  const stream = streams.get(feed.key);
  if (stream === undefined) return share(options, openSource(feed, undefined), undefined);
  if (feed.resumable && stream.positions !== undefined) return undefined;
  return takeSeat(options, stream, { behind: false });
}

function takeSeat(options: SubscriptionOptions, stream: SharedStream, { behind }: { behind: boolean }): Seat {
  const subscriber = new Subscriber({
    capacity: options.bufferCapacity,
    behind,
    start: stream.positions,
    onOverrun: () => options.metrics.overruns.inc(),
  });
  stream.attach(subscriber);
  return { stream, subscriber };
}

/** Makes a source the one that equal subscriptions share, and takes the first seat. */
function share(
  { feed, streams, ...options }: SubscriptionOptions,
  source: LiveSource,
  positions: FeedPositions | undefined,
): Seat {
  const stream = new SharedStream(source, {
    ...(positions === undefined ? {} : { positions: new FeedPositions(positions) }),
    onEnd: () => {
      if (streams.get(feed.key) === stream) streams.delete(feed.key);
    },
  });
  streams.set(feed.key, stream);
  const seat = takeSeat({ feed, streams, ...options }, stream, { behind: false });
  void stream.pump();
  return seat;
}

/** Delivers from an upstream of its own until a seat can take over; that upstream becomes the shared one where there is none. */
async function* catchUp(
  options: SubscriptionOptions,
  delivered: FeedPositions,
  signal: AbortSignal,
): AsyncGenerator<string, Seat | undefined> {
  const { feed, streams, metrics } = options;
  const source = options.openSource(feed, options.after);
  let seat: Seat | undefined;
  let kept = false;
  let live = false;
  try {
    for (;;) {
      if (seat?.subscriber.ended !== false) {
        const stream = streams.get(feed.key);
        seat = stream === undefined ? undefined : takeSeat(options, stream, { behind: true });
      }
      // Not before the client has been told that it has caught up: the shared stream would not say so again.
      if (live && seat?.subscriber.start !== undefined && delivered.covers(seat.subscriber.start)) {
        seat.subscriber.catchUp();
        const caughtUp = seat;
        seat = undefined;
        return caughtUp;
      }
      const step = await untilAborted(source.items.next(), signal);
      if (step === ABORTED || step.done === true) return undefined;
      live = step.value.live;
      delivered.add(step.value.positions);
      if (step.value.payload !== undefined) {
        metrics.deliveries.inc();
        yield step.value.payload;
      }
      if (live && !streams.has(feed.key)) {
        kept = true;
        return share(options, source, delivered);
      }
    }
  } finally {
    if (!kept) source.close();
    seat?.stream.detach(seat.subscriber);
  }
}

async function* follow(
  subscriber: Subscriber,
  delivered: FeedPositions,
  metrics: SubscriptionOptions["metrics"],
  signal: AbortSignal,
): AsyncGenerator<string, undefined> {
  // Only until the stream is past everything that was delivered from elsewhere.
  const passed = new FeedPositions(subscriber.start ?? []);
  let overlapping = !passed.covers(delivered);
  for (;;) {
    const item: LiveItem | undefined = await subscriber.take(signal);
    if (item === undefined) return undefined;
    if (overlapping) {
      const known = !delivered.isBehind(item.positions);
      delivered.add(item.positions);
      passed.add(item.positions);
      overlapping = !passed.covers(delivered);
      if (known) continue;
    }
    if (item.payload === undefined) continue;
    metrics.deliveries.inc();
    yield item.payload;
  }
}
