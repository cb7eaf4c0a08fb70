const PREFIX = "rating.";

/** One user has one rating of a movie, so the pair is the id. */
export function ratingId(movieId: string, userId: string): string {
  return PREFIX + Buffer.from(JSON.stringify([movieId, userId])).toString("base64url");
}
