import type { FeedItem } from "@marquee/platform/subgraph/feed-item.js";
import type { RatingSummaryModel } from "../models.js";
import { addTotals, NO_RATINGS } from "../rules/add-totals.js";
import type { RatingStore } from "../store/rating-store.js";
import { earliestOf, hasNamesOf, openFeedCursor, signFeedCursor } from "./feed-cursor.js";
import type { RatingFeedDependencies } from "./rating-feed.js";
import { waitUntilKnown } from "./wait-until-known.js";

export interface SummaryFeedRequest {
  movieId: string;
  after: string | null;
  signal: AbortSignal;
}

/** The figures of one of a movie's names. */
interface Part {
  movieId: string;
  partition: number;
  totals: RatingSummaryModel["totals"];
  position: number;
}

/**
 * A movie's figures as they are, those of the movies that it stands for among them, then after every change. A slow reader gets the
 * latest and not every one in between. With `after` the first item comes only once something has changed since. Ends when the movie
 * stands for others than at its start; opened again, it has the figures of those.
 */
export async function* summaryFeed(
  deps: RatingFeedDependencies & { ratings: RatingStore },
  request: SummaryFeedRequest,
): AsyncGenerator<FeedItem<RatingSummaryModel>> {
  const { movieId } = request;
  const { members } = await deps.families.load(movieId);
  const followed = deps.familyWatch.follow(movieId, members, request.signal);
  try {
    yield* summariesOf(deps, { ...request, signal: followed.signal }, new Set([movieId, ...members]));
  } finally {
    followed.release();
  }
}

async function* summariesOf(
  deps: RatingFeedDependencies & { ratings: RatingStore },
  { movieId, after, signal }: SummaryFeedRequest,
  movieIds: ReadonlySet<string>,
): AsyncGenerator<FeedItem<RatingSummaryModel>> {
  const partitions = new Map(
    await Promise.all([...movieIds].map(async (id) => [id, await deps.partitionOf(id)] as const)),
  );
  const start =
    after === null
      ? null
      : openFeedCursor(deps.cursors, after, { movieIds, partitions: [...new Set(partitions.values())] });
  if (start !== null) await waitUntilKnown(deps.changes.applied, start.values());
  // One place a name, not a queue: what a slow reader has not fetched is replaced.
  const pending = new Map<string, Pick<Part, "totals" | "position">>();
  let wake: () => void = () => {};
  const stop = deps.changes.listen((from, record) => {
    if (record.type !== "RatingChanges" || partitions.get(record.movieId) !== from) return;
    pending.set(record.movieId, { totals: record.totals, position: record.position });
    wake();
  });
  const onAbort = () => wake();
  signal.addEventListener("abort", onAbort);
  try {
    // Heard from before it is read, so that no change falls between the two; and the tables know at least what was published.
    const published = [...movieIds].map((id) => deps.changes.applied.of(partitions.get(id) ?? 0));
    const stored = await deps.ratings.totalsOf([...movieIds]);
    const parts = [...movieIds].map((id, index): Part => {
      const position = Math.max(stored[index]?.position ?? -1, published[index] ?? -1);
      return {
        movieId: id,
        partition: partitions.get(id) ?? 0,
        totals: stored[index]?.totals ?? NO_RATINGS,
        position,
      };
    });
    const isNew = (part: Part, index: number): boolean =>
      (stored[index]?.position ?? -1) > (start?.get(part.partition)?.[1] ?? -1);
    const sameNames = after !== null && hasNamesOf(deps.cursors, after, movieIds);
    if (start === null || !sameNames || parts.some(isNew)) yield item(parts);
    while (!signal.aborted) {
      const heard = [...pending];
      pending.clear();
      let changed = false;
      for (const [id, next] of heard) {
        const part = parts.find((one) => one.movieId === id);
        if (part === undefined || next.position <= part.position) continue;
        Object.assign(part, next);
        changed = true;
      }
      if (changed) yield item(parts);
      else if (heard.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (pending.size > 0 || signal.aborted) resolve();
        });
      }
    }
  } finally {
    stop();
    signal.removeEventListener("abort", onAbort);
  }

  function item(parts: readonly Part[]): FeedItem<RatingSummaryModel> {
    const positions = earliestOf(parts);
    const cursor = signFeedCursor(deps.cursors, { movieId, positions, names: movieIds });
    const [own] = parts;
    const payload: RatingSummaryModel = {
      movieId,
      totals: parts.length === 1 && own !== undefined ? own.totals : addTotals(parts.map(({ totals }) => totals)),
      position: own?.position ?? -1,
      ...(parts.length > 1 && {
        others: parts.slice(1).map(({ movieId: id, position }) => ({ movieId: id, position })),
      }),
    };
    return { payload, feed: { cursor, positions, live: true } };
  }
}
