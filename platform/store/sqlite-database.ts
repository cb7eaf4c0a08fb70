/**
 * One SQLite file: a writer in a worker thread, readers in workers beside it, so that the event loop never waits on the disk.
 * Only this folder knows that the driver is libsql.
 */
export interface SqliteDatabase {
  /** Runs one query on a reader. Sees every write that resolved before the call. Rows are plain objects by column name. */
  all<Row>(sql: string, params?: SqliteParams): Promise<Row[]>;
  /** The same query for many parameter sets, in one message to the reader: one array of rows for each set, in order. */
  allMany<Row>(sql: string, paramSets: readonly SqliteParams[]): Promise<Row[][]>;
  /**
   * Runs statements as one transaction: all of them or none. Transactions that wait at the same moment share one commit
   * (group commit) and resolve when it is on disk. The result has one entry a statement.
   */
  write(statements: readonly SqliteStatement[]): Promise<SqliteResult[]>;
  close(): Promise<void>;
}

export type SqliteValue = string | number | null | Uint8Array;
export type SqliteParams = readonly SqliteValue[];

export interface SqliteStatement {
  sql: string;
  /** One execution a set; a statement without parameters has one empty set. */
  paramSets: readonly SqliteParams[];
}

export interface SqliteResult {
  /** Rows changed, summed over the parameter sets. */
  changes: number;
  /** What RETURNING gave, over all parameter sets, in order. */
  rows: Record<string, SqliteValue>[];
}
