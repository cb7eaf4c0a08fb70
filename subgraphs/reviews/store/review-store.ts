import type { ReviewModel } from "../models.js";
import type { ReviewKey } from "../rules/review-id.js";

/**
 * Reviews as queries read them. Every call takes many keys and costs one round; results stand in the order of the keys. No call
 * reads a movie's or a user's whole set. Ties in a list are broken by id, so that pages stay put under inserts.
 */
export interface ReviewStore {
  /** Null when nothing stands. */
  reviewsOf(keys: readonly ReviewKey[]): Promise<(ReviewModel | null)[]>;
  listByMovie(pages: readonly MovieReviewsPage[]): Promise<ListedReviewModel[][]>;
  /** Newest first. */
  listByUser(pages: readonly UserReviewsPage[]): Promise<ListedReviewModel[][]>;
  /** How many reviews stand. */
  count(): Promise<number>;
}

export interface MovieReviewsPage {
  movieId: string;
  /** TOP: by helpfulness, then newest first. */
  order: "TOP" | "NEWEST";
  includeSpoilers: boolean;
  limit: number;
  /** Only what comes behind this place; its `id` is the author's. */
  after: ReviewPlace | null;
}

export interface UserReviewsPage {
  userId: string;
  limit: number;
  /** Only what comes behind this place; its `id` is the movie's. */
  after: ReviewPlace | null;
}

/** Where a review stands in a list; helpfulness counts in the order TOP alone. */
export interface ReviewPlace {
  helpfulness: number;
  createdAt: number;
  id: string;
}

export interface ListedReviewModel extends ReviewModel {
  place: ReviewPlace;
}
