import { type CqlDatabase, type CqlValue, cql } from "@marquee/platform/store/cql-database.js";
import type { UserRatingModel } from "../models.js";
import type { RatingPage } from "./rating-store.js";

const COLUMNS = `movie_id, rated_at, score, title, genres, director, country, release_year, content_rating, runtime_minutes,
  external_id`;
const UP_TO = cql(
  `SELECT ${COLUMNS} FROM ratings_by_user WHERE user_id = ? AND rated_at <= ? LIMIT ?`,
  ...(["text", "bigint", "int"] as const),
);
const TIED = cql(
  `SELECT ${COLUMNS} FROM ratings_by_user WHERE user_id = ? AND rated_at = ? AND movie_id > ? LIMIT ?`,
  ...(["text", "bigint", "text", "int"] as const),
);

interface Row {
  movie_id: string;
  rated_at: number;
  score: number;
  title: string;
  genres: string[] | null;
  director: string | null;
  country: string | null;
  release_year: number | null;
  content_rating: string | null;
  runtime_minutes: number | null;
  external_id: string | null;
}

/** One read a page, and one more where it goes on behind an entry: others may have been rated at the same time. */
export async function listByUser(database: CqlDatabase, pages: readonly RatingPage[]): Promise<UserRatingModel[][]> {
  const tied: CqlValue[][] = [];
  const upTo: CqlValue[][] = [];
  for (const { id, limit, after } of pages) {
    if (after !== null) tied.push([id, after.ratedAt, after.id, limit]);
    upTo.push([id, after === null ? Number.MAX_SAFE_INTEGER : after.ratedAt - 1, limit]);
  }
  const [ties, rest] = await Promise.all([database.allMany<Row>(TIED, tied), database.allMany<Row>(UP_TO, upTo)]);
  return pages.map(({ id, limit, after }, index) => {
    const first = after === null ? [] : (ties.shift() ?? []);
    return [...first, ...(rest[index] ?? [])].slice(0, limit).map((row) => toModel(id, row));
  });
}

function toModel(userId: string, row: Row): UserRatingModel {
  return {
    movieId: row.movie_id,
    userId,
    score: row.score,
    ratedAt: row.rated_at,
    facts: {
      title: row.title,
      genres: row.genres ?? [],
      director: row.director,
      country: row.country,
      releaseYear: row.release_year,
      contentRating: row.content_rating,
      runtimeMinutes: row.runtime_minutes,
      externalId: row.external_id,
    },
  };
}
