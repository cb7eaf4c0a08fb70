import type { SqliteDatabase } from "@marquee/platform/store/sqlite-database.js";
import type { PopularityFold } from "./popularity-fold.js";

const SET_POPULARITY = `INSERT INTO movies_popularity (movie_id, score, position) VALUES (?, ?, ?)
  ON CONFLICT (movie_id) DO UPDATE SET score = excluded.score, position = excluded.position
  WHERE excluded.position > movies_popularity.position AND excluded.score <> movies_popularity.score`;

const COPY_POPULARITY = `UPDATE movies_movies SET popularity = p.score FROM movies_popularity p
  WHERE p.movie_id = ?1 AND movies_movies.id = ?1 AND movies_movies.popularity <> p.score`;

export function embeddedPopularityFold(database: SqliteDatabase): PopularityFold {
  return {
    async setPopularity(scores) {
      if (scores.length === 0) return;
      await database.write([
        { sql: SET_POPULARITY, paramSets: scores.map(({ id, score, position }) => [id, score, position]) },
        { sql: COPY_POPULARITY, paramSets: scores.map(({ id }) => [id]) },
      ]);
    },
  };
}
