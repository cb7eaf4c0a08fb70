import type { RatingModel } from "../models.js";
import type { Totals } from "../rules/rating-counts.js";

/**
 * Ratings as queries read them. Every call takes many keys and costs one round; results stand in the order of the keys. No call
 * reads a movie's or a user's whole set. Lists are newest first, ties broken by id, so that pages stay put under inserts.
 */
export interface RatingStore {
  /** Null for a movie that was never rated. */
  totalsOf(movieIds: readonly string[]): Promise<({ totals: Totals; position: number } | null)[]>;
  /** What a user gave a movie; null when nothing stands. */
  ratingsOf(keys: readonly RatingKey[]): Promise<(RatingModel | null)[]>;
  listByMovie(pages: readonly RatingPage[]): Promise<RatingModel[][]>;
  listByUser(pages: readonly RatingPage[]): Promise<RatingModel[][]>;
  statistics(): Promise<{ ratings: number; sumOfScores: number }>;
}

export interface RatingKey {
  movieId: string;
  userId: string;
}

export interface RatingPage {
  /** The movie for listByMovie, the user for listByUser. */
  id: string;
  limit: number;
  /** Only what comes behind this entry; `id` is the user for listByMovie, the movie for listByUser. */
  after: { ratedAt: number; id: string } | null;
}
