import { migrateEmbedded } from "@marquee/platform/store/migrate-embedded.js";
import type { SqliteDatabase, SqliteValue } from "@marquee/platform/store/sqlite-database.js";
import type { CatalogueEntry } from "@marquee/schema/events/movie-upserted.js";
import type { MovieModel } from "../models.js";
import { titleKey } from "../rules/list-key.js";
import { MOVIE_MIGRATIONS } from "./embedded-movie-tables.js";
import { toFtsQuery } from "./fts-text.js";
import { movieFilterSql } from "./movie-filter-sql.js";
import type { MovieStore } from "./movie-store.js";
import { movieUpsertSql } from "./movie-upsert-sql.js";

const COLUMNS = "m.id, m.entry, m.retired, m.replaced_by, m.popularity";

const RETIRE = `UPDATE movies_movies SET retired = 1, replaced_by = ?2, position = ?3 WHERE id = ?1 AND position < ?3`;

const SET_POPULARITY = `INSERT INTO movies_popularity (movie_id, score, position) VALUES (?, ?, ?)
  ON CONFLICT (movie_id) DO UPDATE SET score = excluded.score, position = excluded.position
  WHERE excluded.position > movies_popularity.position AND excluded.score <> movies_popularity.score`;

const COPY_POPULARITY = `UPDATE movies_movies SET popularity = p.score FROM movies_popularity p
  WHERE p.movie_id = ?1 AND movies_movies.id = ?1 AND movies_movies.popularity <> p.score`;

const BY_IDS = `SELECT ${COLUMNS} FROM movies_movies m WHERE m.id IN (SELECT value FROM json_each(?))`;

const ID_BY_EXTERNAL_ID = `SELECT m.id FROM movies_external_ids x JOIN movies_movies m ON m.seq = x.movie
  WHERE x.source = ? AND x.external_id = ? ORDER BY m.retired, m.seq LIMIT 1`;

interface MovieRow {
  id: string;
  entry: string;
  retired: number;
  replaced_by: string | null;
  popularity: number;
}

/** Makes or migrates its tables. Throws STORE_TOO_NEW. */
export async function openEmbeddedMovieStore(database: SqliteDatabase): Promise<MovieStore> {
  await migrateEmbedded(database, "movies", MOVIE_MIGRATIONS);
  return new EmbeddedMovieStore(database);
}

class EmbeddedMovieStore implements MovieStore {
  readonly #database: SqliteDatabase;

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  async upsertMany(upserts: Parameters<MovieStore["upsertMany"]>[0]): Promise<void> {
    if (upserts.length > 0) await this.#database.write(movieUpsertSql(upserts));
  }

  async retireMany(retirements: Parameters<MovieStore["retireMany"]>[0]): Promise<void> {
    if (retirements.length === 0) return;
    const paramSets = retirements.map(({ id, replacedBy, position }) => [id, replacedBy, position]);
    await this.#database.write([{ sql: RETIRE, paramSets }]);
  }

  async setPopularity(scores: Parameters<MovieStore["setPopularity"]>[0]): Promise<void> {
    if (scores.length === 0) return;
    await this.#database.write([
      { sql: SET_POPULARITY, paramSets: scores.map(({ id, score, position }) => [id, score, position]) },
      { sql: COPY_POPULARITY, paramSets: scores.map(({ id }) => [id]) },
    ]);
  }

  findByIds(ids: readonly string[]): Promise<MovieModel[]> {
    return this.#movies(BY_IDS, [JSON.stringify(ids)]);
  }

  async findIdsByExternalIds(
    externalIds: Parameters<MovieStore["findIdsByExternalIds"]>[0],
  ): Promise<(string | null)[]> {
    const paramSets = externalIds.map(({ source, id }) => [source, id]);
    const found = await this.#database.allMany<{ id: string }>(ID_BY_EXTERNAL_ID, paramSets);
    return found.map(([row]) => row?.id ?? null);
  }

  list({ order, filter, after, limit }: Parameters<MovieStore["list"]>[0]): Promise<MovieModel[]> {
    const where = movieFilterSql(filter);
    const [key, past, direction] = order === "TITLE" ? ["m.title_key", ">", "ASC"] : ["m.release_key", "<", "DESC"];
    if (after !== null) {
      // The first half says nothing more than the second; it is what the index is searched by.
      where.sql += ` AND ${key} ${past}= ? AND (${key} ${past} ? OR m.id > ?)`;
      where.params.push(after.key, after.key, after.id);
    }
    const sql = `SELECT ${COLUMNS} FROM movies_movies m WHERE ${where.sql} ORDER BY ${key} ${direction}, m.id LIMIT ?`;
    return this.#movies(sql, [...where.params, limit]);
  }

  async search({ text, filter, offset, limit }: Parameters<MovieStore["search"]>[0]): Promise<MovieModel[]> {
    const query = toFtsQuery(text);
    if (query === null) return [];
    const where = movieFilterSql(filter);
    // bm25 is negative, the better the lower. The page is cut before the entries are read.
    const sql = `SELECT ${COLUMNS} FROM (
        SELECT m.seq, m.title_key <> ? AS inexact,
          bm25(movies_search, 10.0, 8.0, 3.0, 1.0) * (1 + m.popularity / 5.0) AS score
        FROM movies_search JOIN movies_movies m ON m.seq = movies_search.rowid
        WHERE movies_search MATCH ? AND ${where.sql}
        ORDER BY inexact, score, m.seq LIMIT ? OFFSET ?
      ) page JOIN movies_movies m ON m.seq = page.seq
      ORDER BY page.inexact, page.score, page.seq`;
    return this.#movies(sql, [titleKey(text), query, ...where.params, limit, offset]);
  }

  top({ genre, after, limit }: Parameters<MovieStore["top"]>[0]): Promise<MovieModel[]> {
    const where = movieFilterSql({ genres: genre === null ? [] : [genre] });
    if (after !== null) {
      where.sql += " AND m.popularity <= ? AND (m.popularity < ? OR m.id > ?)";
      where.params.push(after.popularity, after.popularity, after.id);
    }
    const sql = `SELECT ${COLUMNS} FROM movies_movies m WHERE ${where.sql} ORDER BY m.popularity DESC, m.id LIMIT ?`;
    return this.#movies(sql, [...where.params, limit]);
  }

  async count(): Promise<number> {
    const [row] = await this.#database.all<{ count: number }>(
      "SELECT count(*) AS count FROM movies_movies WHERE retired = 0",
    );
    return row?.count ?? 0;
  }

  async #movies(sql: string, params: SqliteValue[]): Promise<MovieModel[]> {
    return (await this.#database.all<MovieRow>(sql, params)).map(toMovie);
  }
}

function toMovie(row: MovieRow): MovieModel {
  return {
    ...(JSON.parse(row.entry) as CatalogueEntry),
    id: row.id,
    retired: row.retired === 1,
    replacedBy: row.replaced_by,
    popularity: row.popularity,
  };
}
