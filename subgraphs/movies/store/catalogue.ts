import type { CatalogueEntry } from "@marquee/schema/events/movie-upserted.js";
import type { MovieModel } from "../models.js";

/**
 * The movies themselves, folded from marquee.movies.v1. Each step carries its position, and one that is not newer than what is
 * stored of its movie changes nothing, so any part of the log may be folded again, cut into other batches.
 */
export interface Catalogue extends CatalogueFold {
  /** In any order, retired ones too; those that are not known are left out. */
  findByIds(ids: readonly string[]): Promise<MovieModel[]>;
  /**
   * For each external id the id of its movie, null without one; where several claim it, one that is not retired, and of those
   * the one with the least id.
   */
  findIdsByExternalIds(externalIds: readonly ExternalIdRef[]): Promise<(string | null)[]>;
  /** For each title the ids of the movies that are called so, retired ones left out, by id; `MAX_SAME_TITLE` at most. */
  findIdsByTitles(titles: readonly TitleRef[]): Promise<string[][]>;
  /** Retired ones left out. */
  count(): Promise<number>;
}

export interface CatalogueFold {
  /**
   * Everything that one partition says from its committed position on, in order; movies that are retired before they are known
   * are passed over. A throw means that none of it may count as written.
   */
  fold(partition: number, steps: readonly MovieStep[]): Promise<void>;
}

export type MovieStep = MovieUpsert | MovieRetirement;

/** Adds a movie or replaces what is known of it; brings a retired one back. */
export interface MovieUpsert {
  id: string;
  position: number;
  entry: CatalogueEntry;
}

export interface MovieRetirement {
  id: string;
  position: number;
  entry?: never;
  replacedBy: string | null;
}

export interface ExternalIdRef {
  /** In lower case. */
  source: string;
  id: string;
}

export interface TitleRef {
  /** Compared by `titleKey`: without regard to case, accents and kinds of signs. */
  title: string;
  /** Of release; null for any. */
  year: number | null;
}

export const MAX_SAME_TITLE = 100;
