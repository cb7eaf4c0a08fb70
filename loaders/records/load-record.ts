import type { CatalogueEntry } from "@marquee/schema/events/movie-upserted.js";
import type { ReviewContent } from "@marquee/schema/events/review-submitted.js";

/** The name that one catalogue has for a title: `imdb`, `tt0133093`. */
export interface TitleRef {
  /** In lower case: imdb, movielens, netflix, wikidata, tmdb. */
  source: string;
  id: string;
}

/**
 * What one file says of a title. What a title is in Marquee is made of all its contributions together, so they may come in any
 * order, and one may say very little.
 */
export interface TitleRecord {
  type: "title";
  /** The dataset's own name for the title. */
  ref: TitleRef;
  /** Which of the dataset's files says it (`basics`, `akas`): a later record of the same title and part replaces the earlier one. */
  part: string;
  /** What it does not know is left out. Without a title it adds to a movie that others name, and makes none. */
  facts: Partial<Omit<CatalogueEntry, "externalIds">>;
  /** Other catalogues' names for the same title, as this one claims. */
  sameAs: TitleRef[];
}

/** Somebody's score for a title. */
export interface RatingRecord {
  type: "rating";
  title: TitleRef;
  /** The dataset's own id of the user. */
  user: string;
  /** 1 to 10. */
  score: number;
  /** Milliseconds since 1970. */
  ratedAt: number;
}

/** Somebody's review of a title. */
export interface ReviewRecord {
  type: "review";
  title: TitleRef;
  /** The dataset's own id of the review. */
  id: string;
  user: string;
  /** A name to show; the user's id where the dataset has no other. */
  userName: string;
  review: ReviewContent;
  votes: { up: number; total: number };
  /** Milliseconds since 1970. */
  writtenAt: number;
}

export type LoadRecord = TitleRecord | RatingRecord | ReviewRecord;
