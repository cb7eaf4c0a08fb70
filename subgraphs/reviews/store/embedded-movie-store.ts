import type { SqliteDatabase } from "@marquee/platform/store/sqlite-database.js";
import type { MovieStore } from "./movie-store.js";

const WRITE = `INSERT INTO reviews_movies (movie_id, title, retired, position) VALUES (?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET title = coalesce(excluded.title, title), retired = excluded.retired,
    position = excluded.position WHERE excluded.position >= position`;

export function embeddedMovieStore(database: SqliteDatabase): MovieStore {
  return {
    async exists(movieId) {
      const rows = await database.all("SELECT 1 FROM reviews_movies WHERE movie_id = ? AND retired = 0", [movieId]);
      return rows.length > 0;
    },

    async write(entries) {
      const paramSets = entries.map(({ movieId, title, retired, position }) => [
        movieId,
        title,
        retired ? 1 : 0,
        position,
      ]);
      await database.write([{ sql: WRITE, paramSets }]);
    },
  };
}
