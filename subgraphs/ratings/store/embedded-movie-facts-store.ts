import type { SqliteDatabase } from "@marquee/platform/store/sqlite-database.js";
import type { MovieFactsStore } from "./movie-facts-store.js";

const WRITE = `INSERT INTO ratings_movies (movie_id, facts, retired, position) VALUES (?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET facts = coalesce(excluded.facts, facts), retired = excluded.retired,
    position = excluded.position WHERE excluded.position >= position`;

export function embeddedMovieFactsStore(database: SqliteDatabase): MovieFactsStore {
  return {
    async find(movieIds) {
      const found = await database.allMany<{ facts: string }>(
        "SELECT facts FROM ratings_movies WHERE movie_id = ? AND retired = 0 AND facts IS NOT NULL",
        movieIds.map((movieId) => [movieId]),
      );
      return found.map(([row]) => (row === undefined ? null : JSON.parse(row.facts)));
    },

    async write(entries) {
      await database.write([
        {
          sql: WRITE,
          paramSets: entries.map(({ movieId, facts, retired, position }) => [
            movieId,
            facts === null ? null : JSON.stringify(facts),
            retired ? 1 : 0,
            position,
          ]),
        },
      ]);
    },
  };
}
