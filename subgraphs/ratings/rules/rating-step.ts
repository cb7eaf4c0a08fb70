/** One rating given or taken back, as it stands in the log: an event, or one item of a packed import. */
export interface RatingStep {
  /** Of the message; items of one pack share it. */
  position: number;
  /** Which item of the message, from 0. */
  item: number;
  /** When the log took the message, in milliseconds since 1970: the clock of everything that is decided here. */
  appendedAt: number;
  eventId: string;
  origin: "live" | "import";
  movieId: string;
  userId: string;
  /** Null takes the rating back. */
  score: number | null;
  /** Milliseconds since 1970. */
  ratedAt: number;
}

/** A step that took effect. */
export interface AcceptedStep {
  step: RatingStep;
  /** Null when there was none. */
  previousScore: number | null;
  /** When the previous score was given; null when there was none. */
  previousRatedAt: number | null;
}
