/** What reviews must know of movies to take a review for one; follows marquee.movies.v1. */
export interface MovieStore {
  /** Whether the movie exists and is not retired. */
  exists(movieId: string): Promise<boolean>;
  /** One entry a movie. An older position never overwrites a newer one. */
  write(entries: readonly MovieEntry[]): Promise<void>;
}

export interface MovieEntry {
  movieId: string;
  /** Null: nothing new is known, the movie is retired. */
  title: string | null;
  retired: boolean;
  position: number;
}
