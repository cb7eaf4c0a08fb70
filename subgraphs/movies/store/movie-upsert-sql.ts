import type { SqliteParams, SqliteStatement } from "@marquee/platform/store/sqlite-database.js";
import { listKey } from "../rules/list-key.js";
import { toFtsText } from "./fts-text.js";
import { facetValue } from "./movie-filter-sql.js";
import type { MovieUpsert } from "./movie-store.js";

const UPSERT_MOVIE = `INSERT INTO movies_movies
    (id, entry, position, title_key, release_key, year, kind, content_rating, popularity)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, coalesce((SELECT score FROM movies_popularity WHERE movie_id = ?1), 0))
  ON CONFLICT (id) DO UPDATE SET
    entry = excluded.entry, position = excluded.position, title_key = excluded.title_key,
    release_key = excluded.release_key, year = excluded.year, kind = excluded.kind,
    content_rating = excluded.content_rating, retired = 0, replaced_by = NULL
  WHERE excluded.position > movies_movies.position`;

// What hangs on a movie is replaced only while the movie stands at this very position: a replay finds a newer one and leaves it.
const AT_POSITION = "FROM movies_movies WHERE id = ? AND position = ?";
const DELETE_FACETS = `DELETE FROM movies_facets WHERE movie = (SELECT seq ${AT_POSITION})`;
const DELETE_EXTERNAL_IDS = `DELETE FROM movies_external_ids WHERE movie = (SELECT seq ${AT_POSITION})`;
const DELETE_TEXT = `DELETE FROM movies_search WHERE rowid = (SELECT seq ${AT_POSITION})`;
const INSERT_FACETS = `INSERT OR IGNORE INTO movies_facets (facet, value, movie)
  SELECT pair.value ->> 0, pair.value ->> 1, seq FROM json_each(?) pair CROSS JOIN (SELECT seq ${AT_POSITION})`;
const INSERT_EXTERNAL_IDS = `INSERT OR IGNORE INTO movies_external_ids (source, external_id, movie)
  SELECT pair.value ->> 0, pair.value ->> 1, seq FROM json_each(?) pair CROSS JOIN (SELECT seq ${AT_POSITION})`;
const INSERT_TEXT = `INSERT INTO movies_search (title, original_title, people, keywords, rowid)
  SELECT ?, ?, ?, ?, seq ${AT_POSITION}`;

/** One transaction for any number of movies: a handful of statements, each run once a movie. */
export function movieUpsertSql(upserts: readonly MovieUpsert[]): SqliteStatement[] {
  const at = upserts.map(({ id, position }): SqliteParams => [id, position]);
  return [
    { sql: UPSERT_MOVIE, paramSets: upserts.map(movieParams) },
    { sql: DELETE_FACETS, paramSets: at },
    { sql: INSERT_FACETS, paramSets: upserts.map((upsert) => [facetsOf(upsert), upsert.id, upsert.position]) },
    { sql: DELETE_EXTERNAL_IDS, paramSets: at },
    {
      sql: INSERT_EXTERNAL_IDS,
      paramSets: upserts.map((upsert) => [externalIdsOf(upsert), upsert.id, upsert.position]),
    },
    { sql: DELETE_TEXT, paramSets: at },
    { sql: INSERT_TEXT, paramSets: upserts.map((upsert) => [...textsOf(upsert), upsert.id, upsert.position]) },
  ];
}

function movieParams({ id, entry, position }: MovieUpsert): SqliteParams {
  return [
    id,
    JSON.stringify(entry),
    position,
    listKey("TITLE", entry),
    listKey("NEWEST", entry),
    entry.releaseYear,
    entry.kind,
    entry.contentRating === null ? null : facetValue(entry.contentRating),
  ];
}

function facetsOf({ entry }: MovieUpsert): string {
  return JSON.stringify([
    ...entry.genres.map((genre) => ["genre", facetValue(genre)]),
    ...entry.countries.map((country) => ["country", country]),
    ...entry.availableIn.map((country) => ["available", country]),
    ...entry.languages.map((language) => ["language", facetValue(language)]),
  ]);
}

function externalIdsOf({ entry }: MovieUpsert): string {
  return JSON.stringify(entry.externalIds.map(({ source, id }) => [source.toLowerCase(), id]));
}

function textsOf({ entry }: MovieUpsert): string[] {
  return [
    toFtsText([entry.title]),
    entry.originalTitle === null ? "" : toFtsText([entry.originalTitle]),
    toFtsText([...entry.directors, ...entry.cast]),
    toFtsText(entry.keywords),
  ];
}
