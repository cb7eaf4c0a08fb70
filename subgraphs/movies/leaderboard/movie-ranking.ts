import { boardName } from "../rules/board-name.js";
import { popularityScore } from "../rules/popularity-score.js";
import { MAX_RANKED } from "../rules/ranking-depth.js";
import { Board, type BoardDepth, type Standing } from "./board.js";

interface RatedMovie extends Standing {
  /** Of its own ratings alone. */
  own: number;
  totals: RatingTotals | null;
  /** The one that stands for it. */
  replacedBy: RatedMovie | null;
  /** Those that it stands for; mostly none. */
  aliases: Set<RatedMovie> | null;
  /** Of the ratings log, up to which its score counts. */
  ratedAt: number;
  /** None while it is not listed. */
  boards: readonly Board[];
}

export interface RatingTotals {
  count: number;
  sum: number;
}

const NOWHERE: readonly Board[] = [];

/** The scores of all movies in memory, and from them the boards of all movies and of each genre. About 250 bytes a movie. */
export class MovieRanking {
  readonly #depth: BoardDepth;
  readonly #movies = new Map<string, RatedMovie>();
  readonly #boards = new Map<string, Board>();
  /** By the genres: most movies share theirs with others. */
  readonly #boardsOfGenres = new Map<string, readonly Board[]>();

  constructor(depth: BoardDepth = { ranked: MAX_RANKED, kept: 2 * MAX_RANKED }) {
    this.#depth = depth;
  }

  /** Lists a movie, or what its genres have become. */
  list(id: string, genres: readonly string[]): void {
    const movie = this.#movie(id);
    this.#replace(movie, null);
    this.#move(movie, this.#boardsOf(genres));
  }

  /** It keeps its score for when it comes back; the one that stands for it has its ratings meanwhile. */
  retire(id: string, replacedBy: string | null = null): void {
    const movie = this.#movie(id);
    this.#replace(movie, replacedBy === null || replacedBy === id ? null : this.#movie(replacedBy));
    this.#move(movie, NOWHERE);
  }

  /** An older position changes nothing. A movie that is not listed (yet) has the score from the moment it is. */
  rate(id: string, score: number, position: number, totals: RatingTotals | null = null): void {
    const movie = this.#movie(id);
    if (position <= movie.ratedAt) return;
    movie.ratedAt = position;
    movie.own = score;
    movie.totals = totals;
    this.#score(movie);
    if (movie.replacedBy !== null) this.#score(movie.replacedBy);
  }

  clear(): void {
    this.#movies.clear();
    this.#boards.clear();
    this.#boardsOfGenres.clear();
  }

  /** Every board there is; those that have lost all their movies too. */
  boards(): string[] {
    return [...this.#boards.keys()];
  }

  /** Those whose ranking may have changed since `top` was last asked for it. */
  changedBoards(): string[] {
    return [...this.#boards].filter(([, { changed }]) => changed).map(([name]) => name);
  }

  /** Ids, best first. */
  top(name: string): string[] {
    const board = this.#boards.get(name);
    return board === undefined ? [] : board.top(() => this.#membersOf(board));
  }

  *#membersOf(board: Board): Iterable<Standing> {
    for (const movie of this.#movies.values()) if (movie.boards.includes(board)) yield movie;
  }

  #replace(movie: RatedMovie, by: RatedMovie | null): void {
    const before = movie.replacedBy;
    if (before === by) return;
    movie.replacedBy = by;
    if (before !== null) {
      before.aliases?.delete(movie);
      this.#score(before);
    }
    if (by !== null) {
      by.aliases ??= new Set();
      by.aliases.add(movie);
      this.#score(by);
    }
  }

  /** Puts it where its ratings, and those of the movies that it stands for, place it. */
  #score(movie: RatedMovie): void {
    const score = scoreOf(movie);
    if (movie.score === score) return;
    for (const board of movie.boards) board.remove(movie);
    movie.score = score;
    for (const board of movie.boards) board.add(movie);
  }

  #move(movie: RatedMovie, boards: readonly Board[]): void {
    if (movie.boards === boards) return;
    for (const board of movie.boards) board.remove(movie);
    movie.boards = boards;
    for (const board of boards) board.add(movie);
  }

  #movie(id: string): RatedMovie {
    const known = this.#movies.get(id);
    if (known !== undefined) return known;
    const movie: RatedMovie = {
      id,
      score: 0,
      own: 0,
      totals: null,
      ratedAt: -1,
      boards: NOWHERE,
      replacedBy: null,
      aliases: null,
    };
    this.#movies.set(id, movie);
    return movie;
  }

  #boardsOf(genres: readonly string[]): readonly Board[] {
    const names = [...new Set([null, ...genres].map(boardName))].filter((name) => name !== null).sort();
    const key = JSON.stringify(names);
    const boards = this.#boardsOfGenres.get(key) ?? names.map((name) => this.#board(name));
    this.#boardsOfGenres.set(key, boards);
    return boards;
  }

  #board(name: string): Board {
    const board = this.#boards.get(name) ?? new Board(this.#depth);
    this.#boards.set(name, board);
    return board;
  }
}

function scoreOf({ own, totals, aliases }: RatedMovie): number {
  if (aliases === null || aliases.size === 0) return own;
  const sum = { count: totals?.count ?? 0, sum: totals?.sum ?? 0 };
  for (const alias of aliases) {
    sum.count += alias.totals?.count ?? 0;
    sum.sum += alias.totals?.sum ?? 0;
  }
  return popularityScore(sum);
}
