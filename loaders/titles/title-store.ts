import type { MovieFacts } from "@marquee/schema/events/movie-facts.js";
import type { Said } from "./said.js";
import type { TitleName } from "./title-name.js";
import type { TitleDecision } from "./title-registry.js";

/**
 * The port to where a TitleRegistry remembers. It knows no rule: rows are written as they are told, and found by what they hold.
 * Results come in the order asked for. Throws UNAVAILABLE.
 */
export interface TitleStore {
  /** Waits, for a bounded time, for the right to change something, and finishes what another left half done. Throws UNAVAILABLE. */
  begin(): Promise<TitleTerm>;
  rows(names: readonly TitleName[]): Promise<(TitleRow | null)[]>;
  /** Who claims each target; `limit` at most. */
  claimants(asked: readonly { target: TitleName; limit: number }[]): Promise<TitleName[][]>;
  /** The first name of each component of a family, all its years together; `limit` of each family at most. */
  ofFamilies(families: readonly string[], limit: number): Promise<FamilyMember[][]>;
  /** Those of one year. */
  ofYear(asked: readonly { family: string; year: number | null; limit: number }[]): Promise<TitleName[][]>;
  /** Some of the names of which a dataset says something; none when there are no more. */
  saidBy(dataset: string, limit: number): Promise<TitleName[]>;
  decided(asked: readonly { family: string; year: number | null }[]): Promise<(TitleDecision | null)[]>;
  decisions(): AsyncIterable<TitleDecision[]>;
  /** By partition of marquee.movies.v1, the first position that is not learnt. */
  followed(): Promise<Map<number, number>>;
  close(): Promise<void>;
}

/** The right to change what is stored, once. */
export interface TitleTerm {
  /** Greater than that of every change before. */
  readonly number: number;
  /** Stores all of it or, as others see it, nothing. Throws UNAVAILABLE when the right was lost. */
  commit(changes: TitleChanges): Promise<void>;
  /** Whether it was used or not. */
  end(): Promise<void>;
}

export interface FamilyMember {
  year: number | null;
  first: TitleName;
}

/** Everything that is known under one name. */
export interface TitleRow {
  said: Said[];
  /** The first name of those that stand for the same title by their ids; it may be the row's own. */
  first: TitleName;
  /** In the row of that one: all of them, and how the title is called. */
  component: { names: TitleName[]; family: string | null; year: number | null } | null;
  /** The name whose movie this title is part of; null where it is part of none. */
  owner: TitleName | null;
  /** The movie that bears this name as its id, where there ever was one. */
  movie: RegisteredMovie | null;
}

export interface RegisteredMovie {
  /** The term in which it came to be: of two movies the older one keeps its id. */
  born: number;
  /** What it is in the log now. */
  state: "LIVE" | "RETIRED";
  /** The name of the movie that stands for it. */
  replacedBy: TitleName | null;
  /** Of the entry that the log has; empty where that is not known. */
  digest: string;
  /** How many events were made for it, so that each has an id of its own. */
  events: number;
  /** While it is live. */
  facts: MovieFacts | null;
}

export interface TitleChanges {
  rows: { name: TitleName; row: TitleRow | null }[];
  claims: Difference<{ target: TitleName; claimant: TitleName }>;
  families: Difference<{ family: string; year: number | null; first: TitleName }>;
  datasets: Difference<{ dataset: string; name: TitleName }>;
  decisions: { family: string; year: number | null; decision: TitleDecision | null }[];
  followed: ReadonlyMap<number, number>;
}

export interface Difference<Row> {
  added: Row[];
  removed: Row[];
}
