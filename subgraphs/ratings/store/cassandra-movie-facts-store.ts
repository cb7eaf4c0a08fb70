import { type CqlDatabase, cql, foldedCql, writtenAt } from "@marquee/platform/store/cql-database.js";
import type { MovieFactsStore } from "./movie-facts-store.js";

const READ = cql("SELECT facts, retired FROM ratings_movies WHERE movie_id = ?", "text");
const WRITE = foldedCql(
  "INSERT INTO ratings_movies (movie_id, facts, retired, position) VALUES (?, ?, ?, ?) USING TIMESTAMP ?",
  ...(["text", "text", "boolean", "bigint", "bigint"] as const),
);

export function cassandraMovieFactsStore(database: CqlDatabase): MovieFactsStore {
  return {
    async find(movieIds) {
      const found = await database.allMany<{ facts: string | null; retired: boolean }>(
        READ,
        movieIds.map((movieId) => [movieId]),
      );
      return found.map(([row]) =>
        row === undefined || row.retired || row.facts === null ? null : JSON.parse(row.facts),
      );
    },

    async write(entries) {
      await database.write(
        entries.map(({ movieId, facts, retired, position }) => {
          // Left out, the facts that were there before stay.
          const text = facts === null ? undefined : JSON.stringify(facts);
          return [{ statement: WRITE, values: [movieId, text, retired, position, writtenAt(position)] }];
        }),
      );
    },
  };
}
