/** Where the entry of a user and a movie stood in the lists by time before a step, and where it stands after. */
export interface RatingMove {
  movieId: string;
  userId: string;
  /** Of the step's message; items of one pack share it, and are never in different batches. */
  position: number;
  /** `ratedAt` of the entry that was there; null: there was none. */
  from: number | null;
  /** Null: no longer listed. */
  to: { score: number; ratedAt: number } | null;
}

/** What a batch makes of one place in the lists by time. */
export interface PlaceChange<Move extends RatingMove> {
  userId: string;
  movieId: string;
  ratedAt: number;
  /** The position at which an entry left this place last, null when none did. */
  leftAt: number | null;
  /** The move that brought what stands here now, null when nothing does. */
  arrived: Move | null;
}

/**
 * The places that a batch's moves (in order of position) touch, each with the last word on it. Every place that an entry passed
 * through is among them: an earlier try of the same messages, cut differently, may have written an entry there that lands late.
 */
export function placeChanges<Move extends RatingMove>(moves: readonly Move[]): PlaceChange<Move>[] {
  const places = new Map<string, PlaceChange<Move>>();
  const at = ({ userId, movieId }: Move, ratedAt: number): PlaceChange<Move> => {
    const key = `${ratedAt} ${movieId}\n${userId}`;
    let place = places.get(key);
    if (place === undefined) {
      place = { userId, movieId, ratedAt, leftAt: null, arrived: null };
      places.set(key, place);
    }
    return place;
  };
  for (const move of moves) {
    if (move.from !== null) {
      const left = at(move, move.from);
      left.leftAt = move.position;
      left.arrived = null;
    }
    if (move.to !== null) at(move, move.to.ratedAt).arrived = move;
  }
  return [...places.values()];
}
