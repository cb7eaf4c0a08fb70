import type { JsonValue } from "@marquee/platform/cursor/signed-cursor.js";

/** The most popular movies, of one genre or of all. It may follow ratings and catalogue at a short distance. */
export interface Leaderboard {
  /**
   * By popularity, highest first, then id; MAX_RANKED deep and no deeper. Throws CURSOR_INVALID for a place that is not of this
   * leaderboard, CURSOR_EXPIRED for one that it has forgotten.
   */
  top(query: TopQuery): Promise<RankedMovie[]>;
}

export interface TopQuery {
  /** Compared folded; null for all movies. */
  genre: string | null;
  /** Of a movie of the same board; null for its beginning. */
  after: JsonValue | null;
  limit: number;
}

export interface RankedMovie {
  id: string;
  /** Behind which the next page begins; small enough for a cursor. */
  place: JsonValue;
}
