// What was found at the end: in the log, in the changes, in the tables.
import type { RatingLogEvent } from "@marquee/schema/events/rating-events.js";

export interface LoggedEvent {
  position: number;
  appendedAt: number;
  event: RatingLogEvent | null;
}

export interface Totals {
  count: number;
  sum: number;
  sumOfSquares: number;
  histogram: readonly number[];
}

/** A record of the changes, in the order in which it was published; a progress record has no changes. */
export interface PublishedChange {
  position: number;
  totals: Totals | null;
  changes: readonly { eventId: string; userId: string; score: number | null; previousScore: number | null }[];
}

export interface ListedRating {
  movieId: string;
  userId: string;
  score: number;
  ratedAt: number;
}

export interface FoundTables {
  /** By movie. */
  totals: ReadonlyMap<string, Totals>;
  /** By "movie user"; null: taken back, or never given. */
  scores: ReadonlyMap<string, number | null>;
  /** In the order of the lists. */
  byMovie: ReadonlyMap<string, readonly ListedRating[]>;
  byUser: ReadonlyMap<string, readonly ListedRating[]>;
  statistics: { ratings: number; sumOfScores: number };
}

export interface Found {
  /** By partition, from the beginning. */
  log: ReadonlyMap<number, readonly LoggedEvent[]>;
  changes: ReadonlyMap<number, readonly PublishedChange[]>;
  tables: FoundTables;
}
