import type { SqliteDatabase, SqliteValue } from "@marquee/platform/store/sqlite-database.js";
import type { MovieModel } from "../models.js";
import { titleKey } from "../rules/list-key.js";
import { MOVIE_COLUMNS, type MovieRow, toMovie } from "./embedded-movie-rows.js";
import { toFtsQuery } from "./fts-text.js";
import { movieFilterSql } from "./movie-filter-sql.js";
import type { ListQuery, MovieIndex, SearchQuery } from "./movie-index.js";

/** Answers from tables that are folded by whoever made them, in step with the catalogue. */
export class EmbeddedMovieIndex implements MovieIndex {
  readonly #database: SqliteDatabase;

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  list({ order, filter, after, limit }: ListQuery): Promise<MovieModel[]> {
    const where = movieFilterSql(filter);
    const [key, past, direction] = order === "TITLE" ? ["m.title_key", ">", "ASC"] : ["m.release_key", "<", "DESC"];
    if (after !== null) {
      // The first half says nothing more than the second; it is what the index is searched by.
      where.sql += ` AND ${key} ${past}= ? AND (${key} ${past} ? OR m.id > ?)`;
      where.params.push(after.key, after.key, after.id);
    }
    const sql = `SELECT ${MOVIE_COLUMNS} FROM movies_movies m WHERE ${where.sql}
      ORDER BY ${key} ${direction}, m.id LIMIT ?`;
    return this.#movies(sql, [...where.params, limit]);
  }

  async search({ text, filter, offset, limit }: SearchQuery): Promise<MovieModel[]> {
    const query = toFtsQuery(text);
    if (query === null) return [];
    const where = movieFilterSql(filter);
    // bm25 is negative, the better the lower. The page is cut before the entries are read.
    const sql = `SELECT ${MOVIE_COLUMNS} FROM (
        SELECT m.seq, m.title_key <> ? AS inexact,
          bm25(movies_search, 10.0, 8.0, 3.0, 1.0) * (1 + m.popularity / 5.0) AS score
        FROM movies_search JOIN movies_movies m ON m.seq = movies_search.rowid
        WHERE movies_search MATCH ? AND ${where.sql}
        ORDER BY inexact, score, m.seq LIMIT ? OFFSET ?
      ) page JOIN movies_movies m ON m.seq = page.seq
      ORDER BY page.inexact, page.score, page.seq`;
    return this.#movies(sql, [titleKey(text), query, ...where.params, limit, offset]);
  }

  async ready(): Promise<void> {}

  async shows(): Promise<boolean> {
    return true;
  }

  async #movies(sql: string, params: SqliteValue[]): Promise<MovieModel[]> {
    return (await this.#database.all<MovieRow>(sql, params)).map(toMovie);
  }
}
