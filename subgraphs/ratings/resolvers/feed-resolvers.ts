import { AppError } from "@marquee/platform/errors/app-error.js";
import type { FeedItem } from "@marquee/platform/subgraph/feed-item.js";
import type { RatingServices } from "../context.js";
import type { Resolvers } from "../generated/resolvers.js";
import { ratingAdded } from "../live/rating-added.js";
import { ratingFeed } from "../live/rating-feed.js";
import { summaryFeed } from "../live/summary-feed.js";
import type { RatingEventModel, RatingSummaryModel } from "../models.js";
import { addTotals } from "../rules/add-totals.js";
import { changeKind } from "../rules/change-kind.js";

// What a source yields is the root value of one execution; the field is its payload.
const resolve = (item: unknown) => (item as FeedItem<never>).payload;

export const feedResolvers: Pick<Resolvers, "RatingEvent" | "RatingFeedItem" | "Subscription"> = {
  RatingFeedItem: { __resolveType: ({ type }) => type },
  RatingEvent: {
    eventId: ({ change }) => change.eventId,
    kind: ({ change }) => changeKind(change),
    movie: async ({ record }, _, { services }) => ({ id: (await services.families.recent(record.movieId)).id }),
    user: ({ change }) => ({ id: change.userId }),
    score: ({ change }) => change.score,
    previousScore: ({ change }) => change.previousScore,
    ratedAt: ({ change }) => new Date(change.ratedAt),
    summary: ({ record, totals }, _, { services }) => summaryAfter(services, record, totals),
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

/** Of a movie that stands for others their figures as they are now are added: nobody rates those any more. */
async function summaryAfter(
  { families, ratings }: RatingServices,
  { movieId, position }: RatingEventModel["record"],
  totals: RatingEventModel["totals"],
): Promise<RatingSummaryModel> {
  const { members } = await families.recent(movieId);
  const others = members.filter((id) => id !== movieId);
  if (others.length === 0) return { movieId, totals, position };
  const found = await ratings.totalsOf(others);
  return {
    movieId,
    totals: addTotals([totals, ...found.flatMap((one) => one?.totals ?? [])]),
    position,
    others: others.map((id, index) => ({ movieId: id, position: found[index]?.position ?? -1 })),
  };
}

/** An empty filter would look like none and match nothing: it is refused. */
function idOrNull(name: string, value: string | null | undefined): string | null {
  if (value === "")
    throw new AppError("BAD_USER_INPUT", `${name} must not be empty; leave it out to have every rating.`);
  return value ?? null;
}
