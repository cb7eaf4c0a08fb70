import type { UserErrorModel } from "@marquee/platform/errors/user-error.js";
import type { MovieFacts } from "@marquee/schema/events/movie-facts.js";
import type { RatingChange, RatingChanges } from "@marquee/schema/events/rating-changes.js";
import type { Totals } from "./rules/rating-counts.js";

/** A reference to something that another subgraph owns. */
export interface EntityRef {
  id: string;
}

export interface RatingModel {
  movieId: string;
  userId: string;
  score: number;
  /** Milliseconds since 1970. */
  ratedAt: number;
}

/** A rating in its user's list, with the movie as it was known when the rating was given. */
export interface UserRatingModel extends RatingModel {
  facts: MovieFacts;
}

/** A movie's figures and the position in its source partition that they are true at. */
export interface RatingSummaryModel {
  movieId: string;
  totals: Totals;
  position: number;
  /** Movies that it stands for, whose figures are in these, each true at a position in its own partition. */
  others?: readonly { movieId: string; position: number }[];
}

export interface RatingEventModel {
  type: "RatingEvent";
  record: RatingChanges;
  change: RatingChange;
  /** The movie's figures right after this change. */
  totals: Totals;
  cursor: string;
}

export interface FeedProgressModel {
  type: "FeedProgress";
  cursor: string;
  live: boolean;
}

export interface FeedGapModel {
  type: "FeedGap";
  cursor: string;
  reason: "RETENTION" | "REPLAY_LIMIT" | "SLOW_CLIENT" | "UNAVAILABLE";
}

export type RatingFeedItemModel = RatingEventModel | FeedProgressModel | FeedGapModel;

/** What rateMovie and removeRating answer; the cursor is signed by the resolver. */
export interface RateMoviePayloadModel {
  rating: RatingModel | null;
  movie: EntityRef | null;
  eventId: string | null;
  applied: boolean;
  cursor: string | null;
  userErrors: UserErrorModel[];
}
