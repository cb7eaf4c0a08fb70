import { cursorScalar } from "@marquee/platform/graphql-scalars/cursor-scalar.js";
import { dateTimeScalar } from "@marquee/platform/graphql-scalars/date-time-scalar.js";
import { safeIntScalar } from "@marquee/platform/graphql-scalars/safe-int-scalar.js";
import type { FeedItem } from "@marquee/platform/subgraph/feed-item.js";
import type { Resolvers } from "../generated/resolvers.js";
import type { ReviewModel } from "../models.js";
import { readReviewId, reviewId } from "../rules/review-id.js";
import type { ReviewStore } from "../store/review-store.js";
import { deleteReview } from "../use-cases/delete-review.js";
import { followReviews, type ReviewFollowing } from "../use-cases/follow-reviews.js";
import type { ReviewWriting } from "../use-cases/record-review-event.js";
import { submitReview } from "../use-cases/submit-review.js";
import { voteReview } from "../use-cases/vote-review.js";
import { reviewLists } from "./review-lists.js";

export function reviewResolvers(services: ReviewWriting & ReviewFollowing & { store: ReviewStore }): Resolvers {
  return {
    DateTime: dateTimeScalar,
    Cursor: cursorScalar,
    SafeInt: safeIntScalar,
    Node: { __resolveType: () => "Review" },
    ...reviewLists(services.cursors),
    Review: {
      id: reviewId,
      // One of a movie that was replaced is shown as of the one that stands for it.
      movie: async ({ movieId }) => ({ id: (await services.families.load(movieId)).id }),
      author: ({ userId }) => ({ id: userId }),
    },
    Query: {
      review(_, { id }, { loaders }) {
        const key = readReviewId(id);
        return key === null ? null : loaders.reviews.load(key);
      },
      statistics: () => ({}),
    },
    Statistics: { reviews: () => services.store.count() },
    Mutation: {
      submitReview: (_, { input }, { viewer }) => submitReview(services, viewer, input),
      deleteReview: (_, { input }, { viewer }) => deleteReview(services, viewer, input),
      voteReview: (_, { input }, { viewer }) => voteReview(services, viewer, input),
    },
    Subscription: {
      reviewAdded: {
        subscribe: (_, { movieId = null }, { after, signal }) => followReviews(services, { movieId, after, signal }),
        resolve: (item: FeedItem<ReviewModel>) => item.payload,
      },
    },
  };
}
