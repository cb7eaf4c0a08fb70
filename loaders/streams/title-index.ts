import type { MovieFacts } from "@marquee/schema/events/movie-facts.js";

/**
 * What streams from outside must know: which movies a title may mean, which ratings wait for a title that nobody knows, and how far
 * each topic is taken up. What is waiting for is written before it is asked whether the title has come meanwhile, and a title
 * before it is asked what waits for it: one of the two sees the other.
 */
export interface TitleIndex {
  /** For each title (a `streamTitle`) the movies that are called so now, retired ones left out, by id; `MAX_SAME_TITLE` at most. */
  find(titles: readonly string[]): Promise<CalledMovie[][]>;
  /** Folds what marquee.movies.v1 says, any part of it any number of times: an older position never wins. */
  fold(movies: readonly IndexedMovie[]): Promise<void>;
  keepWaiting(ratings: readonly WaitingRating[]): Promise<void>;
  /** Those that wait for any of these titles, `MAX_WAITING_READ` of each at most: ask again when they are gone. */
  waitingFor(titles: readonly string[]): Promise<WaitingRating[]>;
  forget(ratings: readonly WaitingRating[]): Promise<void>;
  /** The position of the next message to take up, 0 where none was. */
  progress(topic: string, partition: number): Promise<number>;
  saveProgress(topic: string, partition: number, position: number): Promise<void>;
}

export interface CalledMovie {
  movieId: string;
  facts: MovieFacts;
}

export interface IndexedMovie {
  movieId: string;
  /** Null: it is retired. */
  facts: MovieFacts | null;
  position: number;
}

export interface WaitingRating {
  /** A `streamTitle`. */
  title: string;
  /** Where it stands in its topic. */
  partition: number;
  position: number;
  /** What is needed to count it; JSON. */
  message: string;
}

export const MAX_SAME_TITLE = 100;
export const MAX_WAITING_READ = 500;

/** A title as streams compare it: blanks at both ends and case do not count, nor how the same letters are encoded. */
export function streamTitle(title: string): string {
  return title.normalize("NFC").trim().toLowerCase();
}
