import type { CatalogueEntry } from "@marquee/schema/events/movie-upserted.js";
import type { MovieModel } from "../models.js";
import type { ListOrder } from "../rules/list-key.js";

/**
 * The catalogue as it is read. Everything in it is folded from logs: each write carries its position, and one that is older
 * than what is stored for that movie changes nothing, so any part of a log may be written again. A throw means that nothing
 * of the call may count as written.
 */
export interface MovieStore {
  /** Adds movies or replaces what is known of them; brings a retired one back. At most one entry a movie. */
  upsertMany(upserts: readonly MovieUpsert[]): Promise<void>;
  /** Movies that are not known are passed over. */
  retireMany(retirements: readonly MovieRetirement[]): Promise<void>;
  /** Movies that are not known (yet) have the score from the moment they are. */
  setPopularity(scores: readonly MoviePopularity[]): Promise<void>;
  /** In any order, retired ones too; those that are not known are left out. */
  findByIds(ids: readonly string[]): Promise<MovieModel[]>;
  /** For each external id the id of its movie, null without one; where several claim it, one that is not retired. */
  findIdsByExternalIds(externalIds: readonly ExternalIdRef[]): Promise<(string | null)[]>;
  /** By `listKey`, then id. */
  list(query: ListQuery): Promise<MovieModel[]>;
  /** All words of the text must occur, the last one as a beginning; best match first. Never throws for what the text holds. */
  search(query: SearchQuery): Promise<MovieModel[]>;
  /** By popularity, highest first, then id. */
  top(query: TopQuery): Promise<MovieModel[]>;
  /** Retired ones left out. */
  count(): Promise<number>;
}

export interface MovieUpsert {
  id: string;
  entry: CatalogueEntry;
  position: number;
}

export interface MovieRetirement {
  id: string;
  replacedBy: string | null;
  position: number;
}

export interface MoviePopularity {
  id: string;
  score: number;
  /** Of the ratings log; not compared with that of the movies log. */
  position: number;
}

export interface ExternalIdRef {
  /** In lower case. */
  source: string;
  id: string;
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

export interface TopQuery {
  genre: string | null;
  after: { popularity: number; id: string } | null;
  limit: number;
}
