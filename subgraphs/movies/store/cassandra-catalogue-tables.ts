import {
  type CqlCall,
  type CqlDatabase,
  cql,
  deletedAt,
  foldedCql,
  writtenAt,
} from "@marquee/platform/store/cql-database.js";
import type { CatalogueEntry } from "@marquee/schema/events/movie-upserted.js";
import type { MoviePlace, PlaceChanges } from "../projection/movie-places.js";
import type { MovieState } from "../projection/movie-state.js";
import type { CatalogueTables } from "./catalogue-tables.js";

export interface StoredMovie {
  id: string;
  entry: string;
  retired: boolean;
  /** "" for none. */
  replaced_by: string;
  position: number;
}

/** The years column of a movie without one. */
export const NO_YEAR = Number.MIN_SAFE_INTEGER;
export const ALL_MOVIES = "movies";

export const MOVIE_BY_ID = cql("SELECT id, entry, retired, replaced_by, position FROM movies WHERE id = ?", "text");

const SELECT_COUNT = cql(
  "SELECT movies, position FROM movies_counts WHERE name = ? AND partition = ?",
  ...(["text", "int"] as const),
);
const PUT_MOVIE = foldedCql(
  "INSERT INTO movies (id, entry, retired, replaced_by, position) VALUES (?, ?, ?, ?, ?) USING TIMESTAMP ?",
  ...(["text", "text", "boolean", "text", "bigint", "bigint"] as const),
);
const PUT_COUNT = foldedCql(
  "INSERT INTO movies_counts (name, partition, movies, position) VALUES (?, ?, ?, ?) USING TIMESTAMP ?",
  ...(["text", "int", "bigint", "bigint", "bigint"] as const),
);
const PUT_EXTERNAL_ID = foldedCql(
  "INSERT INTO movies_by_external_id (source, external_id, movie_id, retired) VALUES (?, ?, ?, ?) USING TIMESTAMP ?",
  ...(["text", "text", "text", "boolean", "bigint"] as const),
);
const DELETE_EXTERNAL_ID = foldedCql(
  "DELETE FROM movies_by_external_id USING TIMESTAMP ? WHERE source = ? AND external_id = ? AND movie_id = ?",
  ...(["bigint", "text", "text", "text"] as const),
);
const PUT_TITLE = foldedCql(
  "INSERT INTO movies_by_title (title_key, year, movie_id) VALUES (?, ?, ?) USING TIMESTAMP ?",
  ...(["text", "bigint", "text", "bigint"] as const),
);
const DELETE_TITLE = foldedCql(
  "DELETE FROM movies_by_title USING TIMESTAMP ? WHERE title_key = ? AND year = ? AND movie_id = ?",
  ...(["bigint", "text", "bigint", "text"] as const),
);

export function cassandraCatalogueTables(database: CqlDatabase): CatalogueTables {
  return {
    async readMovies(ids) {
      const found = await database.allMany<StoredMovie>(
        MOVIE_BY_ID,
        ids.map((id) => [id]),
      );
      return new Map(found.flat().map((row) => [row.id, toState(row)]));
    },
    async readCount(partition) {
      const [row] = await database.all<{ movies: number; position: number }>(SELECT_COUNT, [ALL_MOVIES, partition]);
      return row === undefined ? { movies: 0, position: -1 } : { movies: row.movies, position: row.position };
    },
    async writePlaces(places, counts) {
      const calls = places.flatMap(placeCalls);
      for (const { partition, movies, position } of counts) {
        calls.push({
          statement: PUT_COUNT,
          values: [ALL_MOVIES, partition, movies, position, writtenAt(position)],
        });
      }
      await database.write(calls.map((call) => [call]));
    },
    async writeMovies(movies) {
      await database.write(
        movies.map(({ id, state }) => {
          const { entry, retired, replacedBy, position } = state;
          const values = [id, JSON.stringify(entry), retired, replacedBy ?? "", position, writtenAt(position)];
          return [{ statement: PUT_MOVIE, values }];
        }),
      );
    },
  };
}

function placeCalls({ position, retired, taken, left }: PlaceChanges): CqlCall[] {
  return [
    ...left.map((place) => leave(place, deletedAt(position))),
    ...taken.map((place) => take(place, retired, writtenAt(position))),
  ];
}

function take(place: MoviePlace, retired: boolean, timestamp: number): CqlCall {
  if (place.table === "title") {
    const { key, year, movieId } = place;
    return { statement: PUT_TITLE, values: [key, year ?? NO_YEAR, movieId, timestamp] };
  }
  const { source, externalId, movieId } = place;
  return { statement: PUT_EXTERNAL_ID, values: [source, externalId, movieId, retired, timestamp] };
}

function leave(place: MoviePlace, timestamp: number): CqlCall {
  if (place.table === "title") {
    const { key, year, movieId } = place;
    return { statement: DELETE_TITLE, values: [timestamp, key, year ?? NO_YEAR, movieId] };
  }
  const { source, externalId, movieId } = place;
  return { statement: DELETE_EXTERNAL_ID, values: [timestamp, source, externalId, movieId] };
}

function toState(row: StoredMovie): MovieState {
  return {
    entry: JSON.parse(row.entry) as CatalogueEntry,
    retired: row.retired,
    replacedBy: row.replaced_by === "" ? null : row.replaced_by,
    position: row.position,
  };
}
