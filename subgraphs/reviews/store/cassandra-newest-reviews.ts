import { type CqlDatabase, cql } from "@marquee/platform/store/cql-database.js";
import { byTime, type ListEntry } from "./list-entry.js";
import type { ReviewPlace } from "./review-store.js";

const IN_MOVIE = cql(
  `SELECT user_id, created_at FROM reviews_newest WHERE movie_id = ? AND contains_spoilers = ?
    AND (created_at, user_id) < (?, ?) LIMIT ?`,
  ...(["text", "boolean", "bigint", "text", "int"] as const),
);
const BY_USER = cql(
  `SELECT movie_id, created_at FROM reviews_by_user WHERE user_id = ? AND (created_at, movie_id) < (?, ?) LIMIT ?`,
  ...(["text", "bigint", "text", "int"] as const),
);

export interface NewestReviews {
  after: ReviewPlace;
  limit: number;
}

/** A movie's newest reviews behind a place; fewer than asked for only at the end. */
export async function readNewestReviews(
  cassandra: CqlDatabase,
  { movieId, includeSpoilers, after, limit }: NewestReviews & { movieId: string; includeSpoilers: boolean },
): Promise<ListEntry[]> {
  const lists = await cassandra.allMany<{ user_id: string; created_at: number }>(
    IN_MOVIE,
    (includeSpoilers ? [false, true] : [false]).map((spoilers) => [
      movieId,
      spoilers,
      after.createdAt,
      after.id,
      limit,
    ]),
  );
  const entries = lists.flat().map(({ user_id, created_at }): ListEntry => {
    return { movieId, userId: user_id, place: { helpfulness: 0, createdAt: created_at, id: user_id } };
  });
  return entries.sort(byTime).slice(0, limit);
}

/** A user's newest reviews behind a place; fewer than asked for only at the end. */
export async function readReviewsByUser(
  cassandra: CqlDatabase,
  { userId, after, limit }: NewestReviews & { userId: string },
): Promise<ListEntry[]> {
  const rows = await cassandra.all<{ movie_id: string; created_at: number }>(BY_USER, [
    userId,
    after.createdAt,
    after.id,
    limit,
  ]);
  return rows.map(({ movie_id, created_at }) => {
    return { movieId: movie_id, userId, place: { helpfulness: 0, createdAt: created_at, id: movie_id } };
  });
}
