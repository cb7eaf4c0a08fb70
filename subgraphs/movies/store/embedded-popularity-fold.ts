import type { SqliteDatabase } from "@marquee/platform/store/sqlite-database.js";
import { MERGE_POPULARITY, MERGE_POPULARITY_OF_REPLACEMENT } from "./merged-popularity-sql.js";
import type { PopularityFold } from "./popularity-fold.js";

const SET_POPULARITY = `INSERT INTO movies_popularity (movie_id, score, position, ratings, sum_of_scores) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (movie_id) DO UPDATE SET score = excluded.score, position = excluded.position,
    ratings = excluded.ratings, sum_of_scores = excluded.sum_of_scores
  WHERE excluded.position > movies_popularity.position AND (excluded.score <> movies_popularity.score
    OR excluded.ratings IS NOT movies_popularity.ratings OR excluded.sum_of_scores IS NOT movies_popularity.sum_of_scores)`;

const COPY_POPULARITY = `UPDATE movies_movies SET popularity = p.score FROM movies_popularity p
  WHERE p.movie_id = ?1 AND movies_movies.id = ?1 AND movies_movies.popularity <> p.score
    AND NOT EXISTS (SELECT 1 FROM movies_movies a WHERE a.replaced_by = ?1)`;

const MERGE_OWN = `${MERGE_POPULARITY} AND EXISTS (SELECT 1 FROM movies_movies a WHERE a.replaced_by = ?1)`;

export function embeddedPopularityFold(database: SqliteDatabase): PopularityFold {
  return {
    async setPopularity(scores) {
      if (scores.length === 0) return;
      const ids = scores.map(({ id }) => [id]);
      await database.write([
        {
          sql: SET_POPULARITY,
          paramSets: scores.map(({ id, score, position, totals }) => [
            id,
            score,
            position,
            totals?.count ?? null,
            totals?.sum ?? null,
          ]),
        },
        { sql: COPY_POPULARITY, paramSets: ids },
        { sql: MERGE_OWN, paramSets: ids },
        { sql: MERGE_POPULARITY_OF_REPLACEMENT, paramSets: ids },
      ]);
    },
  };
}
