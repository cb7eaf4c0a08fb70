import { AppError } from "@marquee/platform/errors/app-error.js";
import type { FeedItem } from "@marquee/platform/subgraph/feed-item.js";
import type { Resolvers } from "../generated/resolvers.js";
import { ratingAdded } from "../live/rating-added.js";
import { ratingFeed } from "../live/rating-feed.js";
import { summaryFeed } from "../live/summary-feed.js";
import { changeKind } from "../rules/change-kind.js";

// What a source yields is the root value of one execution; the field is its payload.
const resolve = (item: unknown) => (item as FeedItem<never>).payload;

export const feedResolvers: Pick<Resolvers, "RatingEvent" | "RatingFeedItem" | "Subscription"> = {
  RatingFeedItem: { __resolveType: ({ type }) => type },
  RatingEvent: {
    eventId: ({ change }) => change.eventId,
    kind: ({ change }) => changeKind(change),
    movie: ({ record }) => ({ id: record.movieId }),
    user: ({ change }) => ({ id: change.userId }),
    score: ({ change }) => change.score,
    previousScore: ({ change }) => change.previousScore,
    ratedAt: ({ change }) => new Date(change.ratedAt),
    summary: ({ record, totals }) => ({ movieId: record.movieId, totals, position: record.position }),
  },
  Subscription: {
    ratingAdded: {
      subscribe: (_, { movieId }, { services, after, signal }) =>
        ratingAdded(services.feed, { movieId: idOrNull("movieId", movieId), after, signal }),
      resolve,
    },
    ratingFeed: {
      subscribe: (_, args, { services, after, signal }) => {
        const filter = {
          movieId: idOrNull("movieId", args.movieId),
          userId: idOrNull("userId", args.userId),
          genre: idOrNull("genre", args.genre),
          includeImports: args.includeImports ?? false,
          kinds: ["ADDED", "CHANGED", "REMOVED"] as const,
        };
        return ratingFeed(services.feed, { filter, after: after ?? args.after ?? null, signal });
      },
      resolve,
    },
    ratingSummaryChanged: {
      subscribe: (_, { movieId, after: asked }, { services, after, signal }) =>
        summaryFeed(
          { ...services.feed, ratings: services.ratings },
          { movieId: idOrNull("movieId", movieId) ?? "", after: after ?? asked ?? null, signal },
        ),
      resolve,
    },
  },
};

/** An empty filter would look like none and match nothing: it is refused. */
function idOrNull(name: string, value: string | null | undefined): string | null {
  if (value === "")
    throw new AppError("BAD_USER_INPUT", `${name} must not be empty; leave it out to have every rating.`);
  return value ?? null;
}
