// What one writer sent to one (user, movie), one write at a time, and what it was told.

export interface RatingWrite {
  /** Null takes the rating back. */
  score: number | null;
  key: string | undefined;
  /** Of the answer; null when no answer came, so that it may have happened or not. */
  eventId: string | null;
}

export interface ReviewWrite {
  text: string;
  acknowledged: boolean;
}

export interface PairLedger {
  userId: string;
  movieId: string;
  ratings: RatingWrite[];
  reviews: ReviewWrite[];
}

/** What may stand at the end: what was acknowledged last, or whatever got no answer after it. */
export function possibleScores({ ratings }: PairLedger): Set<number | null> {
  const last = ratings.findLastIndex(({ eventId }) => eventId !== null);
  return new Set([
    last === -1 ? null : (ratings[last]?.score ?? null),
    ...ratings.slice(last + 1).map(({ score }) => score),
  ]);
}

export function possibleTexts({ reviews }: PairLedger): Set<string | null> {
  const last = reviews.findLastIndex(({ acknowledged }) => acknowledged);
  return new Set([reviews[last]?.text ?? null, ...reviews.slice(last + 1).map(({ text }) => text)]);
}
