import type { AppendedAt } from "@marquee/platform/event-log/event-log.js";
import type { MovieModel } from "../models.js";
import type { ListOrder } from "../rules/list-key.js";

/** What lists and searches are answered from. It may follow the catalogue at a short distance. */
export interface MovieIndex {
  /** By `listKey`, then id. */
  list(query: ListQuery): Promise<MovieModel[]>;
  /**
   * All words of the text must occur, in any order, the last one as a beginning; the exact title first, then the best match.
   * Where so much matches that words hardly tell movies apart, the most popular first, titles before people. Where next to
   * nothing matches, movies follow that match with one slip of the hand in each word. Never throws for what the text holds.
   */
  search(query: SearchQuery): Promise<MovieModel[]>;
  /** Resolves once it has everything that was in the log when it was opened. */
  ready(): Promise<void>;
  /** True once it shows what the movies log holds at this place; false when that takes longer than `timeoutMs`. */
  shows(at: AppendedAt, timeoutMs: number): Promise<boolean>;
}

/** Everything given must hold. Genres, language and content rating are compared folded. */
export interface MovieFilter {
  genres?: readonly string[] | null | undefined;
  releasedFrom?: number | null | undefined;
  releasedTo?: number | null | undefined;
  country?: string | null | undefined;
  availableIn?: string | null | undefined;
  kind?: string | null | undefined;
  contentRating?: string | null | undefined;
  language?: string | null | undefined;
}

export interface ListQuery {
  order: ListOrder;
  filter: MovieFilter;
  after: { key: string; id: string } | null;
  limit: number;
}

export interface SearchQuery {
  text: string;
  filter: MovieFilter;
  offset: number;
  limit: number;
}
