import type { RatingModel } from "../models.js";

/**
 * The lists of several movies that turned out to be one as one list: newest first, ties by user. Of a user who rated two of them at
 * the very same moment one rating is shown, for a place in the list is a time and a user. The first list's counts.
 */
export function mergeNewestFirst(lists: readonly (readonly RatingModel[])[], limit: number): RatingModel[] {
  const places = new Map<string, RatingModel>();
  for (const rating of lists.flat()) {
    const place = `${rating.ratedAt} ${rating.userId}`;
    if (!places.has(place)) places.set(place, rating);
  }
  return [...places.values()].sort((a, b) => b.ratedAt - a.ratedAt || compareTexts(a.userId, b.userId)).slice(0, limit);
}

/** As the tables sort texts: by their bytes, which JavaScript does not. */
function compareTexts(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
