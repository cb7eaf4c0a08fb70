import { type CqlDatabase, cql, foldedCql, writtenAt } from "@marquee/platform/store/cql-database.js";
import {
  type CalledMovie,
  MAX_SAME_TITLE,
  MAX_WAITING_READ,
  streamTitle,
  type TitleIndex,
  type WaitingRating,
} from "./title-index.js";

const BY_TITLE = cql(`SELECT movie_id FROM streams_titles WHERE title = ? LIMIT ${MAX_SAME_TITLE}`, "text");
const MOVIE = cql("SELECT movie_id, facts, retired FROM streams_movies WHERE movie_id = ?", "text");
const ADD_TITLE = foldedCql(
  "INSERT INTO streams_titles (title, movie_id) VALUES (?, ?) USING TIMESTAMP ?",
  ...(["text", "text", "bigint"] as const),
);
const WRITE_MOVIE = foldedCql(
  "INSERT INTO streams_movies (movie_id, facts, retired) VALUES (?, ?, ?) USING TIMESTAMP ?",
  ...(["text", "text", "boolean", "bigint"] as const),
);
const KEEP_WAITING = cql(
  "INSERT INTO streams_waiting (title, partition, position, message) VALUES (?, ?, ?, ?)",
  ...(["text", "int", "bigint", "text"] as const),
);
const WAITING_FOR = cql(
  `SELECT title, partition, position, message FROM streams_waiting WHERE title = ? LIMIT ${MAX_WAITING_READ}`,
  "text",
);
const FORGET = cql(
  "DELETE FROM streams_waiting WHERE title = ? AND partition = ? AND position = ?",
  ...(["text", "int", "bigint"] as const),
);
const PROGRESS = cql(
  "SELECT position FROM streams_progress WHERE topic = ? AND partition = ?",
  ...(["text", "int"] as const),
);
const SAVE_PROGRESS = foldedCql(
  "INSERT INTO streams_progress (topic, partition, position) VALUES (?, ?, ?) USING TIMESTAMP ?",
  ...(["text", "int", "bigint", "bigint"] as const),
);

/** Tables: schema/tables/streams, in the keyspace that is not folded: ratings that wait outlive a rebuild. */
export function cassandraTitleIndex(database: CqlDatabase): TitleIndex {
  return {
    async find(titles) {
      const called = await database.allMany<{ movie_id: string }>(
        BY_TITLE,
        titles.map((title) => [title]),
      );
      const ids = [...new Set(called.flat().map(({ movie_id }) => movie_id))];
      const movies = await database.allMany<{ movie_id: string; facts: string | null; retired: boolean }>(
        MOVIE,
        ids.map((id) => [id]),
      );
      const standing = new Map<string, CalledMovie>();
      for (const [movie] of movies) {
        if (movie === undefined || movie.retired || movie.facts === null) continue;
        standing.set(movie.movie_id, { movieId: movie.movie_id, facts: JSON.parse(movie.facts) });
      }
      return titles.map((title, index) =>
        (called[index] ?? [])
          .map(({ movie_id }) => standing.get(movie_id))
          // It may have had this title once.
          .filter((movie) => movie !== undefined && streamTitle(movie.facts.title) === title)
          .map((movie) => movie as CalledMovie),
      );
    },
    async fold(movies) {
      await database.write(
        movies.flatMap(({ movieId, facts, position }) => {
          const at = writtenAt(position);
          // Left out, the facts that were there before stay.
          const text = facts === null ? undefined : JSON.stringify(facts);
          const movie = [{ statement: WRITE_MOVIE, values: [movieId, text, facts === null, at] }];
          if (facts === null) return [movie];
          return [movie, [{ statement: ADD_TITLE, values: [streamTitle(facts.title), movieId, at] }]];
        }),
      );
    },
    async keepWaiting(ratings) {
      await database.write(
        ratings.map(({ title, partition, position, message }) => [
          { statement: KEEP_WAITING, values: [title, partition, position, message] },
        ]),
      );
    },
    async waitingFor(titles) {
      const found = await database.allMany<WaitingRating>(
        WAITING_FOR,
        titles.map((title) => [title]),
      );
      return found.flat();
    },
    async forget(ratings) {
      await database.write(
        ratings.map(({ title, partition, position }) => [{ statement: FORGET, values: [title, partition, position] }]),
      );
    },
    async progress(topic, partition) {
      const [row] = await database.all<{ position: number }>(PROGRESS, [topic, partition]);
      return row?.position ?? 0;
    },
    async saveProgress(topic, partition, position) {
      const values = [topic, partition, position, writtenAt(position)];
      await database.write([[{ statement: SAVE_PROGRESS, values }]]);
    },
  };
}
