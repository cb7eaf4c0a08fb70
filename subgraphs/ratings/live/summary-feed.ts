import type { FeedItem } from "@marquee/platform/subgraph/feed-item.js";
import type { RatingSummaryModel } from "../models.js";
import type { RatingStore } from "../store/rating-store.js";
import { openFeedCursor, signFeedCursor } from "./feed-cursor.js";
import type { RatingFeedDependencies } from "./rating-feed.js";
import { waitUntilKnown } from "./wait-until-known.js";

export interface SummaryFeedRequest {
  movieId: string;
  after: string | null;
  signal: AbortSignal;
}

const NOTHING = { count: 0, sum: 0, sumOfSquares: 0, histogram: new Array<number>(10).fill(0) };

/**
 * A movie's figures as they are, then after every change. A slow reader gets the latest and not every one in between. With
 * `after` the first item comes only once something has changed since.
 */
export async function* summaryFeed(
  deps: RatingFeedDependencies & { ratings: RatingStore },
  { movieId, after, signal }: SummaryFeedRequest,
): AsyncGenerator<FeedItem<RatingSummaryModel>> {
  const partition = await deps.partitionOf(movieId);
  let seen = -1;
  if (after !== null) {
    const start = openFeedCursor(deps.cursors, after, { movieId, partitions: [partition] });
    await waitUntilKnown(deps.changes.applied, start.values());
    seen = start.get(partition)?.[1] ?? -1;
  }
  // One place, not a queue: what a slow reader has not fetched is replaced.
  const pending: { latest: RatingSummaryModel | null } = { latest: null };
  let wake: () => void = () => {};
  const stop = deps.changes.listen((from, record) => {
    if (from !== partition || record.type !== "RatingChanges" || record.movieId !== movieId) return;
    pending.latest = { movieId, totals: record.totals, position: record.position };
    wake();
  });
  const onAbort = () => wake();
  signal.addEventListener("abort", onAbort);
  try {
    // Heard from before it is read, so that no change falls between the two; and the tables know at least what was published.
    const published = deps.changes.applied.of(partition);
    const [stored] = await deps.ratings.totalsOf([movieId]);
    const position = Math.max(stored?.position ?? -1, published);
    if (after === null || (stored?.position ?? -1) > seen) {
      seen = position;
      yield item({ movieId, totals: stored?.totals ?? NOTHING, position });
    } else seen = Math.max(seen, position);
    while (!signal.aborted) {
      const next = pending.latest;
      pending.latest = null;
      if (next !== null && next.position > seen) {
        seen = next.position;
        yield item(next);
      } else if (next === null) {
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (pending.latest !== null || signal.aborted) resolve();
        });
      }
    }
  } finally {
    stop();
    signal.removeEventListener("abort", onAbort);
  }

  function item(payload: RatingSummaryModel): FeedItem<RatingSummaryModel> {
    const positions = [[partition, payload.position, 0]] as const;
    const cursor = signFeedCursor(deps.cursors, { movieId, positions });
    return { payload, feed: { cursor, positions, live: true } };
  }
}
