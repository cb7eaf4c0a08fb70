import type { RatingModel, UserRatingModel } from "../models.js";
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
  /** What came of an event that was folded a moment ago, and of what stands now. */
  outcomeOf(key: RatingKey, eventId: string): Promise<RatingOutcome>;
  listByMovie(pages: readonly RatingPage[]): Promise<RatingModel[][]>;
  listByUser(pages: readonly RatingPage[]): Promise<UserRatingModel[][]>;
  statistics(): Promise<{ ratings: number; sumOfScores: number }>;
}

export interface RatingKey {
  movieId: string;
  userId: string;
}

export interface RatingOutcome {
  rating: RatingModel | null;
  /** The score that this event id was first taken for (null: a removal); undefined: the event was not taken. */
  taken: number | null | undefined;
}

export interface RatingPage {
  /** The movie for listByMovie, the user for listByUser. */
  id: string;
  limit: number;
  /** Only what comes behind this entry; `id` is the user for listByMovie, the movie for listByUser. */
  after: { ratedAt: number; id: string } | null;
}
