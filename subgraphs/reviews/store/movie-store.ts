/** What reviews must know of movies to take a review for one; follows marquee.movies.v1. */
export interface MovieStore {
  /** Null for a movie that was never heard of. */
  find(movieId: string): Promise<{ retired: boolean } | null>;
  /** Up to where the partition is folded; -1 for nothing. */
  applied(partition: number): Promise<number>;
  /** One batch, all or nothing. An older position never overwrites a newer one; a repeated write changes nothing. */
  write(batch: MovieWrites): Promise<void>;
}

export interface MovieWrites {
  partition: number;
  /** Up to where the partition is folded with this. */
  position: number;
  /** In the order of the log. */
  movies: readonly MovieEntry[];
}

export interface MovieEntry {
  movieId: string;
  /** Null: nothing new is known, the movie is retired. */
  title: string | null;
  retired: boolean;
  position: number;
}
