/** What the ratings make of movies, where rankings are made in the store itself. */
export interface PopularityFold {
  /** Movies that are not known (yet) have the score from the moment they are. An older position changes nothing. */
  setPopularity(scores: readonly MoviePopularity[]): Promise<void>;
}

export interface MoviePopularity {
  id: string;
  score: number;
  /** What it is made of, for a movie that stands for others. */
  totals?: { count: number; sum: number };
  /** Of the ratings log; not compared with that of the movies log. */
  position: number;
}
