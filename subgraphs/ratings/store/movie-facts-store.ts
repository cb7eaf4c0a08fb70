import type { MovieFacts } from "@marquee/schema/events/movie-facts.js";

/** What ratings must know of a movie to take a rating for it; follows marquee.movies.v1. */
export interface MovieFactsStore {
  /** Null for movies that are unknown or retired. In the order asked for. */
  find(movieIds: readonly string[]): Promise<(MovieFacts | null)[]>;
  /** An older position never overwrites a newer one. */
  write(entries: readonly MovieFactsEntry[]): Promise<void>;
}

export interface MovieFactsEntry {
  movieId: string;
  /** Null: nothing new is known, the movie is retired. */
  facts: MovieFacts | null;
  retired: boolean;
  position: number;
}
