import type { SqliteDatabase, SqliteValue } from "@marquee/platform/store/sqlite-database.js";
import type { MovieModel } from "../models.js";
import { MOVIE_COLUMNS, type MovieRow, toMovie } from "./embedded-movie-rows.js";
import { EmbeddedMovieSearch } from "./embedded-movie-search.js";
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

  search({ text, filter, offset, limit }: SearchQuery): Promise<MovieModel[]> {
    return new EmbeddedMovieSearch(this.#database, { text, filter }).page(offset, limit);
  }

  async ready(): Promise<void> {}

  async shows(): Promise<boolean> {
    return true;
  }

  async #movies(sql: string, params: SqliteValue[]): Promise<MovieModel[]> {
    return (await this.#database.all<MovieRow>(sql, params)).map(toMovie);
  }
}
