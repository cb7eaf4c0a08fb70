import type { NewMessage } from "@marquee/platform/event-log/event-log.js";
import type { MovieFacts } from "@marquee/schema/events/movie-facts.js";
import type { TitleRecord, TitleRef } from "../records/load-record.js";

/**
 * The port to who is who: which titles of which datasets are one movie, and what is known of it. Adapters:
 * open-embedded-title-registry.ts, open-cassandra-title-registry.ts.
 *
 * What it says is a function of everything it was told, whatever the order; only which id a movie bears depends on which came first.
 * One call of `prepare` or `withdraw` at a time; what was prepared is committed or discarded before the next. `find` may be called at
 * any time and sees what was committed. Everything throws UNAVAILABLE when the store or the log does not answer.
 */
export interface TitleRegistry {
  /**
   * What the records change. What is new in the log's catalogue (the built-in sample, upsertMovie) is learnt before. A record that
   * came before, from the same dataset for the same title and part, is replaced. At most some 5,000 records.
   */
  prepare(dataset: string, records: readonly TitleRecord[]): Promise<PreparedTitles>;
  /** The movies that these names stand for, in their order; null for names of no movie. */
  find(refs: readonly TitleRef[]): Promise<(FoundTitle | null)[]>;
  /** Takes back everything a dataset said, some hundred titles at a time. Stopped anywhere, the next call goes on. */
  withdraw(dataset: string): AsyncIterable<PreparedTitles>;
  /** Everything that is joined by title alone now, or is apart because it is ambiguous; in no particular order. */
  decisions(): AsyncIterable<TitleDecision>;
  close(): Promise<void>;
}

/** What is to be appended to marquee.movies.v1, and then remembered. Prepared again before it is committed it is the same. */
export interface PreparedTitles {
  /** MovieUpserted and MovieRetired with keys, for TOPICS.movies, at most one of each movie. To be appended, in any order, before `commit`. */
  messages: NewMessage[];
  /** What this call decided anew; what a decision replaces is not in it. */
  joined: {
    /** How many of the records name a title that other names stand for too, by ids that somebody claims. */
    byId: number;
    byTitle: TitleDecision[];
    ambiguous: TitleDecision[];
  };
  /** How many of the records say what was known. */
  unchanged: number;
  /** Resolves once it is durable. Throws UNAVAILABLE when another process had to go on meanwhile: prepare again. */
  commit(): Promise<void>;
  /** Forgets it: for a caller whose append failed. */
  discard(): Promise<void>;
}

export interface FoundTitle {
  movieId: string;
  /** As a rating's event copies them. */
  facts: MovieFacts;
}

/** Titles that share a folded title and a year (null where a year is missing): joined by that alone, or left apart. */
export interface TitleDecision {
  decision: "JOINED_BY_TITLE" | "AMBIGUOUS";
  /** In words without case, accents and signs. */
  title: string;
  releaseYear: number | null;
  /** Of each title the names that stand for it, such as `imdb:tt0133093`; sorted. */
  titles: string[][];
}
