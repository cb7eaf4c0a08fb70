import type { SqliteParams, SqliteStatement } from "@marquee/platform/store/sqlite-database.js";
import { listKey } from "../rules/list-key.js";
import type { MovieUpsert } from "./catalogue.js";
import { toFtsText } from "./fts-text.js";
import { facetValue } from "./movie-filter-sql.js";
import { wordRow } from "./near-words.js";

const UPSERT_MOVIE = `INSERT INTO movies_movies
    (id, entry, position, title_key, release_key, year, kind, content_rating, popularity)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, coalesce((SELECT score FROM movies_popularity WHERE movie_id = ?1), 0))
  ON CONFLICT (id) DO UPDATE SET
    entry = excluded.entry, position = excluded.position, title_key = excluded.title_key,
    release_key = excluded.release_key, year = excluded.year, kind = excluded.kind,
    content_rating = excluded.content_rating, retired = 0, replaced_by = NULL
  WHERE excluded.position > movies_movies.position`;

// What hangs on a movie is replaced only while the movie stands at this very position: a replay finds a newer one and leaves
// it. The parameter is a JSON array of [id, position, …]: one execution for all movies is twice as fast as one for each.
const CURRENT = `json_each(?) entry CROSS JOIN movies_movies m
  ON m.id = entry.value ->> 0 AND m.position = entry.value ->> 1`;
const DELETE_FACETS = `DELETE FROM movies_facets WHERE movie IN (SELECT m.seq FROM ${CURRENT})`;
const DELETE_EXTERNAL_IDS = `DELETE FROM movies_external_ids WHERE movie IN (SELECT m.seq FROM ${CURRENT})`;
const DELETE_TEXT = `DELETE FROM movies_search WHERE rowid IN (SELECT m.seq FROM ${CURRENT})`;
const INSERT_FACETS = `INSERT OR IGNORE INTO movies_facets (facet, value, movie)
  SELECT pair.value ->> 0, pair.value ->> 1, m.seq FROM ${CURRENT} CROSS JOIN json_each(entry.value, '$[2]') pair`;
const INSERT_EXTERNAL_IDS = `INSERT OR IGNORE INTO movies_external_ids (source, external_id, movie)
  SELECT pair.value ->> 0, pair.value ->> 1, m.seq FROM ${CURRENT} CROSS JOIN json_each(entry.value, '$[2]') pair`;
const INSERT_TEXT = `INSERT INTO movies_search (rowid, title, original_title, people, keywords)
  SELECT m.seq, entry.value ->> 2, entry.value ->> 3, entry.value ->> 4, entry.value ->> 5 FROM ${CURRENT}`;

const INSERT_WORDS = `INSERT OR IGNORE INTO movies_words (word, letters, head, tail)
  SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(?)`;

/** One transaction of a few statements for any number of movies, each of them named once. */
export function movieUpsertSql(upserts: readonly MovieUpsert[], options: { externalIds: boolean }): SqliteStatement[] {
  const forAll = (sql: string, of: (upsert: MovieUpsert) => unknown[]): SqliteStatement => {
    const entries = upserts.map((upsert) => [upsert.id, upsert.position, ...of(upsert)]);
    return { sql, paramSets: [[JSON.stringify(entries)]] };
  };
  const texts = new Map(upserts.map((upsert) => [upsert, textsOf(upsert)]));
  return [
    { sql: UPSERT_MOVIE, paramSets: upserts.map(movieParams) },
    forAll(DELETE_FACETS, () => []),
    forAll(INSERT_FACETS, (upsert) => [facetsOf(upsert)]),
    ...(options.externalIds
      ? [forAll(DELETE_EXTERNAL_IDS, () => []), forAll(INSERT_EXTERNAL_IDS, (upsert) => [externalIdsOf(upsert)])]
      : []),
    forAll(DELETE_TEXT, () => []),
    forAll(INSERT_TEXT, (upsert) => texts.get(upsert) ?? []),
    // They only ever grow: what no movie says any more finds nothing.
    { sql: INSERT_WORDS, paramSets: [[JSON.stringify(wordRows([...texts.values()].flat()))]] },
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

/** Pairs of facet and value. */
function facetsOf({ entry }: MovieUpsert): string[][] {
  return [
    ...entry.genres.map((genre) => ["genre", facetValue(genre)]),
    ...entry.countries.map((country) => ["country", country]),
    ...entry.availableIn.map((country) => ["available", country]),
    ...entry.languages.map((language) => ["language", facetValue(language)]),
  ];
}

/** Pairs of source and id. */
function externalIdsOf({ entry }: MovieUpsert): string[][] {
  return entry.externalIds.map(({ source, id }) => [source.toLowerCase(), id]);
}

function wordRows(texts: readonly string[]): unknown[] {
  const words = new Set(texts.flatMap((text) => text.split(" ")));
  return Array.from(words, wordRow).filter((row) => row !== null);
}

function textsOf({ entry }: MovieUpsert): string[] {
  return [
    toFtsText([entry.title]),
    entry.originalTitle === null ? "" : toFtsText([entry.originalTitle]),
    toFtsText([...entry.directors, ...entry.cast]),
    toFtsText(entry.keywords),
  ];
}
