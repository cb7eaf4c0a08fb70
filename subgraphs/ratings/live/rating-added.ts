import { AppError } from "@marquee/platform/errors/app-error.js";
import type { FeedItem, FeedNote } from "@marquee/platform/subgraph/feed-item.js";
import type { RatingModel } from "../models.js";
import { type RatingFeedDependencies, ratingFeed } from "./rating-feed.js";

/**
 * Every rating given or changed from now on: the feed without what a plain subscription has no form for. `after` is the
 * gateway's alone, which goes on where its connection broke.
 */
export async function* ratingAdded(
  deps: RatingFeedDependencies,
  request: { movieId: string | null; after: string | null; signal: AbortSignal },
): AsyncGenerator<FeedItem<RatingModel> | FeedNote> {
  const { movieId, after, signal } = request;
  const filter = { movieId, userId: null, genre: null, includeImports: false, kinds: ["ADDED", "CHANGED"] as const };
  for await (const { payload, feed } of ratingFeed(deps, { filter, after, signal })) {
    if (payload.type === "FeedGap") {
      const message =
        "More was missed than one feed may catch up with; subscribe again, and read the lists for what was missed.";
      throw new AppError("CURSOR_EXPIRED", message);
    }
    if (payload.type !== "RatingEvent" || payload.change.score === null) {
      // Where it starts, and how far a quiet feed has come: the gateway must know before the first rating arrives.
      yield { payload: undefined, feed };
      continue;
    }
    const { userId, score, ratedAt } = payload.change;
    yield { payload: { movieId: payload.record.movieId, userId, score, ratedAt }, feed };
  }
}
