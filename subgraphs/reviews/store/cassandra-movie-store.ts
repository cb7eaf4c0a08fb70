import { type CqlDatabase, cql, foldedCql, writtenAt } from "@marquee/platform/store/cql-database.js";
import type { MovieStore } from "./movie-store.js";

const FIND = cql("SELECT retired FROM reviews_movies WHERE movie_id = ?", "text");
const WRITE = foldedCql(
  "INSERT INTO reviews_movies (movie_id, title, retired) VALUES (?, ?, ?) USING TIMESTAMP ?",
  ...(["text", "text", "boolean", "bigint"] as const),
);

export function cassandraMovieStore(cassandra: CqlDatabase): MovieStore {
  return {
    async find(movieId) {
      const [row] = await cassandra.all<{ retired: boolean }>(FIND, [movieId]);
      return row === undefined ? null : { retired: row.retired };
    },

    async write(movies) {
      await cassandra.write(
        movies.map(({ movieId, title, retired, position }) => [
          { statement: WRITE, values: [movieId, title ?? undefined, retired, writtenAt(position)] },
        ]),
      );
    },
  };
}
