/** What reviews must know of movies to take a review for one; follows marquee.movies.v1. */
export interface MovieStore {
  /** Null for a movie that was never heard of. */
  find(movieId: string): Promise<{ retired: boolean } | null>;
  /** In the order of the log, all or nothing. An older position never overwrites a newer one. */
  write(movies: readonly MovieEntry[]): Promise<void>;
}

export interface MovieEntry {
  movieId: string;
  /** Null: nothing new is known, the movie is retired. */
  title: string | null;
  retired: boolean;
  position: number;
}
