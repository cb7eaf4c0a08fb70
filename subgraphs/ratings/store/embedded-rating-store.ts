import type { SqliteDatabase, SqliteParams } from "@marquee/platform/store/sqlite-database.js";
import type { MovieFacts } from "@marquee/schema/events/movie-facts.js";
import type { RatingModel } from "../models.js";
import type { RatingRow } from "../rules/fold-bucket.js";
import { totalsOf } from "../rules/rating-counts.js";
import { rememberedScore } from "../rules/recent-steps.js";
import type { RatingPage, RatingStore } from "./rating-store.js";

const RATING = "movie_id AS movieId, user_id AS userId, score, rated_at AS ratedAt";
const ROW = "SELECT score, rated_at AS ratedAt, data FROM ratings_buckets WHERE movie_id = ? AND user_id = ?";
const BY_MOVIE = `SELECT ${RATING} FROM ratings_buckets INDEXED BY ratings_by_movie
  WHERE movie_id = ?1 AND score IS NOT NULL AND rated_at <= ?2 AND (rated_at < ?2 OR user_id > ?3)
  ORDER BY rated_at DESC, user_id LIMIT ?4`;
const TOLD = `SELECT facts FROM ratings_told
  WHERE ratings_told.movie_id = ratings_buckets.movie_id AND ratings_told.position <= ratings_buckets.position
  ORDER BY ratings_told.position DESC LIMIT 1`;
const BY_USER = `SELECT ${RATING}, (${TOLD}) AS facts FROM ratings_buckets INDEXED BY ratings_by_user
  WHERE user_id = ?1 AND score IS NOT NULL AND rated_at <= ?2 AND (rated_at < ?2 OR movie_id > ?3)
  ORDER BY rated_at DESC, movie_id LIMIT ?4`;

/** Of what was listed before facts were kept, for a movie that nothing was known of. */
const UNKNOWN: MovieFacts = {
  title: "",
  genres: [],
  director: null,
  country: null,
  releaseYear: null,
  contentRating: null,
  runtimeMinutes: null,
  externalId: null,
};

export function embeddedRatingStore(database: SqliteDatabase): RatingStore {
  return {
    async totalsOf(movieIds) {
      const found = await database.allMany<{ counts: string; position: number }>(
        "SELECT counts, position FROM ratings_totals WHERE movie_id = ?",
        movieIds.map((movieId) => [movieId]),
      );
      return found.map(([row]) =>
        row === undefined ? null : { totals: totalsOf(JSON.parse(row.counts)), position: row.position },
      );
    },

    async ratingsOf(keys) {
      const found = await database.allMany<RatingModel>(
        `SELECT ${RATING} FROM ratings_buckets WHERE user_id = ? AND movie_id = ? AND score IS NOT NULL`,
        keys.map(({ movieId, userId }) => [userId, movieId]),
      );
      return found.map(([row]) => row ?? null);
    },

    async outcomeOf({ movieId, userId }, eventId) {
      const [row] = await database.all<{ score: number | null; ratedAt: number; data: string }>(ROW, [movieId, userId]);
      if (row === undefined) return { rating: null, taken: undefined };
      const { score, ratedAt, data } = row;
      return {
        rating: score === null ? null : { movieId, userId, score, ratedAt },
        taken: rememberedScore(JSON.parse(data) as RatingRow["recent"], eventId),
      };
    },

    listByMovie: (pages) => database.allMany<RatingModel>(BY_MOVIE, pages.map(pageParams)),

    async listByUser(pages) {
      const found = await database.allMany<RatingModel & { facts: string | null }>(BY_USER, pages.map(pageParams));
      return found.map((rows) =>
        rows.map((row) => ({ ...row, facts: row.facts === null ? UNKNOWN : (JSON.parse(row.facts) as MovieFacts) })),
      );
    },

    async statistics() {
      const [row] = await database.all<{ ratings: number | null; sumOfScores: number | null }>(
        "SELECT sum(ratings) AS ratings, sum(sum_of_scores) AS sumOfScores FROM ratings_statistics",
      );
      return { ratings: row?.ratings ?? 0, sumOfScores: row?.sumOfScores ?? 0 };
    },
  };
}

function pageParams({ id, limit, after }: RatingPage): SqliteParams {
  return [id, after?.ratedAt ?? Number.MAX_SAFE_INTEGER, after?.id ?? "", limit];
}
