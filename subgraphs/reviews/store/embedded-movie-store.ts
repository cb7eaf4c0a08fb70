import type { SqliteDatabase } from "@marquee/platform/store/sqlite-database.js";
import type { MovieStore } from "./movie-store.js";

const WRITE = `INSERT INTO reviews_movies (movie_id, title, retired, position) VALUES (?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET title = coalesce(excluded.title, title), retired = excluded.retired,
    position = excluded.position WHERE excluded.position >= position`;

export function embeddedMovieStore(database: SqliteDatabase): MovieStore {
  return {
    async find(movieId) {
      const [row] = await database.all<{ retired: number }>("SELECT retired FROM reviews_movies WHERE movie_id = ?", [
        movieId,
      ]);
      return row === undefined ? null : { retired: row.retired === 1 };
    },

    async write(movies) {
      const paramSets = movies.map((movie) => [movie.movieId, movie.title, movie.retired ? 1 : 0, movie.position]);
      await database.write([{ sql: WRITE, paramSets }]);
    },
  };
}
