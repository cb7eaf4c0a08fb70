import type { SqliteDatabase, SqliteValue } from "@marquee/platform/store/sqlite-database.js";
import type { MovieModel } from "../models.js";
import { titleKey } from "../rules/list-key.js";
import { correctedQueries, inTitles, without } from "./corrected-query.js";
import { MOVIE_COLUMNS, type MovieRow, toMovie } from "./embedded-movie-rows.js";
import { everyWord, queryWords } from "./fts-text.js";
import { movieFilterSql } from "./movie-filter-sql.js";
import type { MovieFilter, SearchQuery } from "./movie-index.js";
import { nearWords } from "./near-words.js";

/** Past this many matches words hardly tell movies apart, and weighing each would take long: the most popular come first. */
const BROAD = 2_000;

/** With fewer exact matches than this, near words are looked for too. */
const FEW = 5;

/** A part of the ranking: all of one part comes before all of the next. */
interface Tier {
  match: string;
  /** Of the title; its movie comes first, or, in a tier of the popular, alone or not at all. */
  exactTitle: string;
  order: "RELEVANCE" | "POPULARITY" | "EXACT_TITLE" | "FILTERED";
}

/** One search: its tiers are asked in turn until the page is full. */
export class EmbeddedMovieSearch {
  readonly #database: SqliteDatabase;
  readonly #filter: MovieFilter;
  readonly #isFiltered: boolean;
  readonly #exactTitle: string;
  readonly #words: readonly string[];

  constructor(database: SqliteDatabase, { text, filter }: Pick<SearchQuery, "text" | "filter">) {
    this.#database = database;
    this.#filter = filter;
    this.#isFiltered = Object.values(filter).some((value) => value !== null && value !== undefined);
    this.#exactTitle = titleKey(text);
    this.#words = queryWords(text);
  }

  async page(offset: number, limit: number): Promise<MovieModel[]> {
    if (this.#words.length === 0) return [];
    const page: MovieModel[] = [];
    let before = 0;
    const take = async (tier: Tier): Promise<boolean> => {
      const from = Math.max(0, offset - before);
      const found = await this.#read(tier, from, limit - page.length);
      page.push(...found);
      before += found.length > 0 || from === 0 ? from + found.length : await this.#count(tier, from);
      return page.length === limit;
    };
    const exact = everyWord(this.#words);
    for (const tier of await this.#tiersOf(exact)) if (await take(tier)) return page;
    if (before >= FEW) return page;
    const known = [exact];
    for (const query of correctedQueries(this.#words, await nearWords(this.#database, this.#words))) {
      const match = without(query, known);
      const popular = this.#isFiltered ? "FILTERED" : "POPULARITY";
      const order = (await this.#isBroad(match)) ? popular : "RELEVANCE";
      if (await take({ match, exactTitle: "", order })) return page;
      if (before >= FEW) return page;
      known.push(query);
    }
    return page;
  }

  async #tiersOf(match: string): Promise<Tier[]> {
    const exactTitle = this.#exactTitle;
    if (!(await this.#isBroad(match))) return [{ match, exactTitle, order: "RELEVANCE" }];
    if (this.#isFiltered) return [{ match, exactTitle, order: "FILTERED" }];
    const titles = inTitles(this.#words);
    return [
      { match: titles, exactTitle, order: "EXACT_TITLE" },
      { match: titles, exactTitle, order: "POPULARITY" },
      { match: without(match, [titles]), exactTitle, order: "POPULARITY" },
    ];
  }

  async #isBroad(match: string): Promise<boolean> {
    const sql = "SELECT count(*) AS matches FROM (SELECT 1 FROM movies_search WHERE movies_search MATCH ? LIMIT ?)";
    const [row] = await this.#database.all<{ matches: number }>(sql, [match, BROAD + 1]);
    return (row?.matches ?? 0) > BROAD;
  }

  async #read(tier: Tier, offset: number, limit: number): Promise<MovieModel[]> {
    // The page is cut before the entries are read.
    const { sql, params } = this.#ranked(tier);
    const rows = await this.#database.all<MovieRow>(
      `SELECT ${MOVIE_COLUMNS} FROM (SELECT row_number() OVER () AS place, seq FROM (${sql} LIMIT ? OFFSET ?)) page
        CROSS JOIN movies_movies m ON m.seq = page.seq ORDER BY page.place`,
      [...params, limit, offset],
    );
    return rows.map(toMovie);
  }

  /** How many the tier has, up to `most`. */
  async #count(tier: Tier, most: number): Promise<number> {
    const { sql, params } = this.#ranked(tier);
    const counted = `SELECT count(*) AS movies FROM (${sql} LIMIT ?)`;
    const [row] = await this.#database.all<{ movies: number }>(counted, [...params, most]);
    return row?.movies ?? 0;
  }

  #ranked({ match, exactTitle, order }: Tier): { sql: string; params: SqliteValue[] } {
    const movie = order === "POPULARITY" || order === "EXACT_TITLE" ? "m.seq" : "movies_search.rowid";
    const { sql: where, params } = movieFilterSql(this.#filter, movie);
    if (order === "RELEVANCE") {
      // bm25 is negative, the better the lower.
      const sql = `SELECT m.seq FROM movies_search CROSS JOIN movies_movies m ON m.seq = movies_search.rowid
        WHERE movies_search MATCH ? AND ${where}
        ORDER BY m.title_key <> ?, bm25(movies_search, 10.0, 8.0, 3.0, 1.0) * (1 + m.popularity / 5.0), m.seq`;
      return { sql, params: [match, ...params, exactTitle] };
    }
    if (order === "FILTERED") {
      // A walk in order of popularity might find next to nothing: the matches are walked, and most are dropped unread.
      const sql = `SELECT m.seq FROM movies_search CROSS JOIN movies_movies m ON m.seq = movies_search.rowid
        WHERE movies_search MATCH ? AND ${where}
        ORDER BY m.title_key <> ?, m.popularity DESC, m.id`;
      return { sql, params: [match, ...params, exactTitle] };
    }
    // Walked in order of popularity until the page is full; the plus keeps it from walking the matches.
    const [walk, title] =
      order === "EXACT_TITLE"
        ? ["movies_movies_by_title", "m.title_key = ?"]
        : ["movies_movies_by_popularity", "m.title_key <> ?"];
    const sql = `SELECT m.seq FROM movies_movies m INDEXED BY ${walk}
      WHERE +m.seq IN (SELECT rowid FROM movies_search WHERE movies_search MATCH ?) AND ${title} AND ${where}
      ORDER BY m.popularity DESC, m.id`;
    return { sql, params: [match, exactTitle, ...params] };
  }
}
