import type { FamilyLoader } from "@marquee/platform/aliases/family-loader.js";
import type { FamilyWatch } from "@marquee/platform/aliases/family-watch.js";
import type { Clock } from "@marquee/platform/clock/clock.js";
import type { CursorSigner } from "@marquee/platform/cursor/signed-cursor.js";
import type { ChangeFeed } from "@marquee/platform/projection/change-feed.js";
import type { ReplayGate } from "@marquee/platform/projection/replay-gate.js";
import { resumeFeed } from "@marquee/platform/projection/resumable-feed.js";
import type { FeedItem } from "@marquee/platform/subgraph/feed-item.js";
import type { FeedPosition } from "@marquee/platform/subgraph/subgraph-endpoint.js";
import { traceOf } from "@marquee/platform/tracing/record-traces.js";
import type { RatingChanges } from "@marquee/schema/events/rating-changes.js";
import type { RatingEventModel, RatingFeedItemModel } from "../models.js";
import { type FeedFilter, passesChange, passesRecord } from "../rules/feed-filter.js";
import { totalsAfterEach } from "../rules/totals-after-each.js";
import type { RatingFeedStore } from "../store/rating-feed-store.js";
import { openFeedCursor, signFeedCursor } from "./feed-cursor.js";
import type { RatingRecord } from "./rating-record.js";

export interface RatingFeedDependencies {
  changes: ChangeFeed<RatingRecord>;
  store: RatingFeedStore;
  cursors: CursorSigner;
  clock: Clock;
  replays: ReplayGate;
  /** Every partition of the ratings topic. */
  partitions: readonly number[];
  partitionOf(movieId: string): Promise<number>;
  families: FamilyLoader;
  familyWatch: FamilyWatch;
}

export interface RatingFeedRequest {
  filter: FeedFilter;
  after: string | null;
  signal: AbortSignal;
}

/** Records that a filter keeps out before the client is told that nothing of its own was among them. */
const PROGRESS_AFTER_RECORDS = 500;
const PROGRESS_AFTER_MS = 60_000;
/** Records that may wait for a slow reader before it is sent back to reading from the store. */
const MAX_BUFFERED = 1_000;
/** Of a record as it is stored, roughly. */
const RECORD_BYTES = 250;
const CHANGE_BYTES = 150;

/**
 * Progress first, then every change that passes the filter, in order per movie, each with the cursor to resume behind it. Ends when
 * the movie is another one's or others are its by now; opened again behind its last item, it covers those.
 */
export async function* ratingFeed(
  deps: RatingFeedDependencies,
  request: RatingFeedRequest,
): AsyncGenerator<FeedItem<RatingFeedItemModel>> {
  const { movieId } = request.filter;
  if (movieId === null) {
    yield* feedOf(deps, request, null);
    return;
  }
  const { members } = await deps.families.load(movieId);
  const followed = deps.familyWatch.follow(movieId, members, request.signal);
  try {
    yield* feedOf(deps, { ...request, signal: followed.signal }, new Set([movieId, ...members]));
  } finally {
    followed.release();
  }
}

async function* feedOf(
  deps: RatingFeedDependencies,
  { filter, after, signal }: RatingFeedRequest,
  movieIds: ReadonlySet<string> | null,
): AsyncGenerator<FeedItem<RatingFeedItemModel>> {
  const { movieId } = filter;
  const partitions = movieIds === null ? deps.partitions : await partitionsOf(deps, movieIds);
  const start = after === null ? null : openFeedCursor(deps.cursors, after, { movieIds, partitions });
  for (const partition of partitions) {
    // Of a movie that was replaced since the cursor was given out: from now on.
    if (start !== null && !start.has(partition))
      start.set(partition, [partition, deps.changes.applied.of(partition), 0]);
  }

  const positions = new Map<number, FeedPosition>(start ?? []);
  let live = after === null;
  let started = false;
  let quiet = { records: 0, since: deps.clock.now() };
  const overdue = () => deps.clock.now() - quiet.since >= PROGRESS_AFTER_MS;
  const progress = (): FeedItem<RatingFeedItemModel> => {
    quiet = { records: 0, since: deps.clock.now() };
    const cursor = signFeedCursor(deps.cursors, { movieId, positions: [...positions.values()], names: movieIds });
    return {
      payload: { type: "FeedProgress", cursor, live },
      feed: { cursor, positions: [...positions.values()], live },
    };
  };

  const source = resumeFeed<RatingRecord>({
    feed: deps.changes,
    readStored: (partition, from, upTo, limit) => deps.store.read(partition, from, upTo, limit),
    oldest: (partition) => deps.store.oldest(partition),
    partitions: [...partitions],
    after: start === null ? null : new Map([...start].map(([partition, [, position]]) => [partition, position])),
    maxBuffered: MAX_BUFFERED,
    signal,
    replays: deps.replays,
    sizeOf: ({ changes }) => RECORD_BYTES + CHANGE_BYTES * changes.length,
  });
  for await (const item of source) {
    if (item.type === "gap") {
      for (const [partition, position] of item.positions) advance(positions, partition, position);
      const { feed } = progress();
      yield { payload: { type: "FeedGap", cursor: feed.cursor, reason: item.reason }, feed };
      continue;
    }
    if (item.type === "progress") {
      for (const [partition, position] of item.positions) advance(positions, partition, position);
      // Told: where it starts, how a replay gets on, when it has caught up. Later, only so often that the cursor does not age.
      const told = !started || !item.live || !live || overdue();
      started = true;
      live = item.live;
      if (told) yield progress();
      continue;
    }
    const { partition, record } = item;
    const trace = traceOf(record);
    if (passesRecord(filter, record, movieIds)) {
      const delivered = positions.get(partition);
      // Items of this very record that were delivered before the cursor was handed back.
      const skip = delivered !== undefined && record.position > delivered[1] ? delivered[2] : 0;
      for (const event of eventsOf(partition, record, filter, skip)) {
        positions.set(partition, event.position);
        const cursor = signFeedCursor(deps.cursors, { movieId, positions: [...positions.values()], names: movieIds });
        quiet = { records: 0, since: deps.clock.now() };
        yield {
          payload: { ...event.payload, cursor },
          feed: { cursor, eventId: event.payload.change.eventId, positions: [...positions.values()], live, trace },
          // Every feed hears of the one that the process keeps; what is read back from the store is each feed's own.
          event: event.payload.change,
        };
      }
    }
    positions.set(partition, [partition, record.position, 0]);
    if (++quiet.records >= PROGRESS_AFTER_RECORDS || overdue()) yield progress();
  }
}

async function partitionsOf(deps: RatingFeedDependencies, movieIds: ReadonlySet<string>): Promise<number[]> {
  return [...new Set(await Promise.all([...movieIds].map((id) => deps.partitionOf(id))))];
}

/** The items of one record that pass the filter, each with the position that is reached when it is delivered. */
function eventsOf(partition: number, record: RatingChanges, filter: FeedFilter, first: number) {
  const totals = totalsAfterEach(record.changes, record.totals);
  const last = record.changes.length - 1;
  return record.changes.flatMap((change, index) => {
    const after = totals[index];
    if (index < first || after === undefined || !passesChange(filter, change)) return [];
    const position: FeedPosition =
      index === last ? [partition, record.position, 0] : [partition, record.position - 1, index + 1];
    const payload: Omit<RatingEventModel, "cursor"> = { type: "RatingEvent", record, change, totals: after };
    return [{ position, payload }];
  });
}

function advance(positions: Map<number, FeedPosition>, partition: number, position: number): void {
  const known = positions.get(partition);
  if (known === undefined || position > known[1]) positions.set(partition, [partition, position, 0]);
}
