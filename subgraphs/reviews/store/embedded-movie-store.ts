import type { SqliteDatabase } from "@marquee/platform/store/sqlite-database.js";
import type { MovieStore } from "./movie-store.js";

const WRITE_MOVIE = `INSERT INTO reviews_movies (movie_id, title, retired, position) VALUES (?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET title = coalesce(excluded.title, title), retired = excluded.retired,
    position = excluded.position WHERE excluded.position >= position`;
const WRITE_POSITION = `INSERT INTO reviews_movie_partitions (partition, position) VALUES (?, ?)
  ON CONFLICT DO UPDATE SET position = excluded.position WHERE excluded.position >= position`;

export function embeddedMovieStore(database: SqliteDatabase): MovieStore {
  return {
    async find(movieId) {
      const [row] = await database.all<{ retired: number }>("SELECT retired FROM reviews_movies WHERE movie_id = ?", [
        movieId,
      ]);
      return row === undefined ? null : { retired: row.retired === 1 };
    },

    async applied(partition) {
      const [row] = await database.all<{ position: number }>(
        "SELECT position FROM reviews_movie_partitions WHERE partition = ?",
        [partition],
      );
      return row?.position ?? -1;
    },

    async write({ partition, position, movies }) {
      const paramSets = movies.map((movie) => [movie.movieId, movie.title, movie.retired ? 1 : 0, movie.position]);
      await database.write([
        ...(paramSets.length > 0 ? [{ sql: WRITE_MOVIE, paramSets }] : []),
        { sql: WRITE_POSITION, paramSets: [[partition, position]] },
      ]);
    },
  };
}
