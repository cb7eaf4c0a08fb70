import { ABORTED, untilAborted } from "./abortable.js";
import { FeedPositions } from "./feed-positions.js";
import type { LiveFeed } from "./live-feed.js";
import type { LiveItem } from "./live-item.js";
import type { LiveMetrics } from "./live-metrics.js";
import type { LiveSink } from "./live-sink.js";
import { type LiveSource, SharedStream } from "./shared-stream.js";
import { MET, Subscriber } from "./subscriber.js";
import { WaitingItems, type WaitingLimits } from "./waiting-items.js";

export interface SubscriptionOptions {
  feed: LiveFeed;
  after: string | undefined;
  /** By key: the streams that equal subscriptions share. */
  streams: Map<string, SharedStream>;
  openSource(feed: LiveFeed, after: string | undefined): LiveSource;
  limits: WaitingLimits;
  metrics: LiveMetrics;
}

interface Seat {
  stream: SharedStream;
  subscriber: Subscriber;
}

/** A subscription that runs: where its messages go, and when it is over. */
interface Running extends SubscriptionOptions {
  sink: LiveSink;
  signal: AbortSignal;
}

/**
 * One client's subscription, until the signal aborts. The first of its kind, and whoever needs no start of its own, lives on the
 * shared stream at once. Others (late ones, resuming ones) get an upstream of their own until it has delivered exactly what the
 * shared stream had delivered at some moment since they took their seat there; then they go on with what came after that. Exactly,
 * in every partition: a cursor from a stream that is behind what was delivered would bring some of it again. Rejects with what
 * ends a feed.
 */
export async function runSubscription(
  options: SubscriptionOptions,
  sink: LiveSink,
  signal: AbortSignal,
): Promise<void> {
  const running: Running = { ...options, sink, signal };
  options.metrics.subscribers.inc();
  let seat: Seat | undefined;
  try {
    seat = takeSeatAtStart(running) ?? (await catchUp(running));
    if (seat !== undefined) await seat.subscriber.flow(sink, signal, () => options.metrics.deliveries.inc());
  } finally {
    if (seat !== undefined) leave(seat);
    options.metrics.subscribers.dec();
  }
}

/** A seat with nothing to catch up with, if there is such a one. */
function takeSeatAtStart(running: Running): Seat | undefined {
  const { feed, after, streams, openSource } = running;
  if (after !== undefined) return undefined;
  const stream = streams.get(feed.key);
  if (stream === undefined) return share(running, openSource(feed, undefined), undefined);
  if (feed.resumable && stream.positions !== undefined) return undefined;
  return takeSeat(running, stream, { behind: false });
}

function takeSeat(running: Running, stream: SharedStream, { behind }: { behind: boolean }): Seat {
  const { feed, limits, sink, metrics } = running;
  const waiting = new WaitingItems({ limits, whenSlow: feed.whenSlow, sink, metrics });
  const subscriber = new Subscriber({ waiting, behind, start: stream.positions });
  stream.attach(subscriber);
  return { stream, subscriber };
}

function leave({ stream, subscriber }: Seat): void {
  stream.detach(subscriber);
  subscriber.leave();
}

/** Makes a source the one that equal subscriptions share, and takes the first seat. */
function share(running: Running, source: LiveSource, positions: FeedPositions | undefined): Seat {
  const { feed, streams, metrics } = running;
  const stream = new SharedStream(source, {
    ...(positions === undefined ? {} : { positions: new FeedPositions(positions) }),
    onDelivered: (messages) => metrics.deliveries.inc(messages),
    onEnd: () => {
      if (streams.get(feed.key) === stream) streams.delete(feed.key);
    },
  });
  streams.set(feed.key, stream);
  const seat = takeSeat(running, stream, { behind: false });
  void stream.pump();
  return seat;
}

/** Delivers from an upstream of its own until a seat can take over; that upstream becomes the shared one where there is none. */
async function catchUp(running: Running): Promise<Seat | undefined> {
  const { feed, streams, signal } = running;
  const source = running.openSource(feed, running.after);
  if (running.after !== undefined) running.metrics.replays.inc();
  const delivered = new FeedPositions();
  let seat: Seat | undefined;
  let kept = false;
  let live = false;
  try {
    for (;;) {
      if (seat?.subscriber.ended !== false) {
        if (seat !== undefined) leave(seat);
        const stream = streams.get(feed.key);
        seat = stream === undefined ? undefined : takeSeat(running, stream, { behind: true });
      }
      // Not before the client has been told that it has caught up: the shared stream would not say so again.
      const meeting: Promise<typeof MET> | undefined = live ? seat?.subscriber.whenItMeets(delivered) : undefined;
      const next = source.items.next();
      const first: Promise<typeof MET | Awaited<typeof next>> =
        meeting === undefined ? next : Promise.race([meeting, next]);
      const step = await untilAborted(first, signal);
      if (step === ABORTED) return undefined;
      if (step === MET || seat?.subscriber.behind === false) {
        // What came from here meanwhile comes from the shared stream too.
        const met = seat;
        seat = undefined;
        return met;
      }
      if (step.done === true) return undefined;
      live = step.value.live;
      delivered.add(step.value.positions);
      await deliver(step.value, running);
      if (signal.aborted) return undefined;
      if (live && !streams.has(feed.key)) {
        kept = true;
        return share(running, source, delivered);
      }
    }
  } finally {
    if (!kept) source.close();
    if (seat !== undefined) leave(seat);
  }
}

async function deliver({ payload }: LiveItem, { sink, signal, metrics }: Running): Promise<void> {
  if (payload === undefined || signal.aborted) return;
  metrics.deliveries.inc();
  if (!sink.send(payload)) await sink.ready(signal);
}
