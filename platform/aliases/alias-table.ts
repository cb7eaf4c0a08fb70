/**
 * Which ids stand for others: of two things that turned out to be one, an id stays and the other one becomes its alias. Folded from
 * a log in which the steps of each id are in order. Adapters: embedded-alias-table.ts, cassandra-alias-table.ts.
 */
export interface AliasTable {
  /** One round, in the order asked for. */
  read(ids: readonly string[]): Promise<AliasEntry[]>;
  /** Steps of one partition of the log, in order; an older one never wins over a newer one. */
  write(steps: readonly AliasStep[]): Promise<void>;
}

export interface AliasEntry {
  /** The id that stands for this one, which may itself have been replaced; null where it stands for itself. */
  replacedBy: string | null;
  /** Those that this one stands for, or once stood for: what they say of themselves counts. `MAX_ALIASES` at most. */
  aliases: string[];
}

export interface AliasStep {
  id: string;
  /** Null: it stands for itself (again). */
  replacedBy: string | null;
  /** In the log. */
  position: number;
}

/** More than so many ids of one thing are left out of what is read of it. */
export const MAX_ALIASES = 16;
