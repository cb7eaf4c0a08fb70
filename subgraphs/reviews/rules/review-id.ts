export interface ReviewKey {
  movieId: string;
  /** Who wrote it. */
  userId: string;
}

const PREFIX = "review.";

/** One user has one review of a movie, so the pair is the id. */
export function reviewId({ movieId, userId }: ReviewKey): string {
  return PREFIX + Buffer.from(JSON.stringify([movieId, userId])).toString("base64url");
}

/** Null for any text that `reviewId` did not make. */
export function readReviewId(id: string): ReviewKey | null {
  if (!id.startsWith(PREFIX)) return null;
  try {
    const pair: unknown = JSON.parse(Buffer.from(id.slice(PREFIX.length), "base64url").toString());
    if (!Array.isArray(pair) || typeof pair[0] !== "string" || typeof pair[1] !== "string") return null;
    const key = { movieId: pair[0], userId: pair[1] };
    return reviewId(key) === id ? key : null;
  } catch {
    return null;
  }
}
