import DataLoader from "dataloader";
import type { ReviewModel } from "./models.js";
import { type ReviewKey, reviewId } from "./rules/review-id.js";
import type { ListedReviewModel, MovieReviewsPage, ReviewStore, UserReviewsPage } from "./store/review-store.js";

/** Made per request: what many resolvers ask for in one turn is one call of the store. */
export interface Loaders {
  reviews: DataLoader<ReviewKey, ReviewModel | null, string>;
  movieReviews: DataLoader<MovieReviewsPage, ListedReviewModel[], string>;
  userReviews: DataLoader<UserReviewsPage, ListedReviewModel[], string>;
}

export function createLoaders(store: ReviewStore): Loaders {
  return {
    reviews: new DataLoader((keys) => store.reviewsOf(keys), { cacheKeyFn: reviewId }),
    movieReviews: new DataLoader((pages) => store.listByMovie(pages), { cacheKeyFn: JSON.stringify }),
    userReviews: new DataLoader((pages) => store.listByUser(pages), { cacheKeyFn: JSON.stringify }),
  };
}
