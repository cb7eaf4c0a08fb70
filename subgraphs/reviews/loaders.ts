import type { FamilyLoader } from "@marquee/platform/aliases/family-loader.js";
import DataLoader from "dataloader";
import type { ReviewModel } from "./models.js";
import { type ReviewKey, reviewId } from "./rules/review-id.js";
import { mergeReviewLists } from "./store/list-entry.js";
import type { ListedReviewModel, MovieReviewsPage, ReviewStore, UserReviewsPage } from "./store/review-store.js";

/** Made per request: what many resolvers ask for in one turn is one call of the store. */
export interface Loaders {
  reviews: DataLoader<ReviewKey, ReviewModel | null, string>;
  /** With those of the movies that it stands for. */
  movieReviews(page: MovieReviewsPage): Promise<ListedReviewModel[]>;
  userReviews: DataLoader<UserReviewsPage, ListedReviewModel[], string>;
}

export function createLoaders(store: ReviewStore, families: Pick<FamilyLoader, "load">): Loaders {
  const ownReviews = new DataLoader<MovieReviewsPage, ListedReviewModel[], string>(
    (pages) => store.listByMovie(pages),
    { cacheKeyFn: JSON.stringify },
  );
  return {
    reviews: new DataLoader((keys) => store.reviewsOf(keys), { cacheKeyFn: reviewId }),
    async movieReviews(page) {
      // Asked for at once: most movies stand for no other, and wait for nothing more.
      const [{ members }, own] = await Promise.all([families.load(page.movieId), ownReviews.load(page)]);
      if (members.length === 1 && members[0] === page.movieId) return own;
      const lists = await Promise.all(members.map((movieId) => ownReviews.load({ ...page, movieId })));
      return mergeReviewLists(lists, page);
    },
    userReviews: new DataLoader((pages) => store.listByUser(pages), { cacheKeyFn: JSON.stringify }),
  };
}
