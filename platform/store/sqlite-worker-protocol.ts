/** What the database's main side and its worker threads say to each other. Lists: the calls of one tick travel together. */
import type { SqliteParams, SqliteStatement, SqliteValue } from "./sqlite-database.js";

export interface SqliteWorkerData {
  file: string;
  cacheMebibytes: number;
  /** Up to this size the whole file is checked for damage when it is opened. */
  checkedUpToBytes: number;
}

export interface ReadRequest {
  id: number;
  sql: string;
  paramSets: readonly SqliteParams[];
}

export interface WriteRequest {
  id: number;
  statements: readonly SqliteStatement[];
  /** Rough size of the parameters. */
  bytes: number;
}

/** Rows as arrays: they cross threads in two thirds of the time that objects take. */
export interface SqliteTable {
  columns: readonly string[];
  rows: SqliteValue[][];
}

export interface WrittenStatement {
  changes: number;
  /** Only of a statement that gives rows. */
  table?: SqliteTable;
}

export interface SqliteFailure {
  /** SQLite's name of the error, such as SQLITE_FULL; absent when the fault is not SQLite's. */
  code?: string;
  message: string;
  sql?: string;
  /** The transaction may be on disk all the same. */
  outcomeUnknown?: boolean;
}

export type Outcome<Result> = { id: number; result: Result } | { id: number; failure: SqliteFailure };

export type WorkerRequest<Request> = { open: true } | { requests: readonly Request[] } | { close: true };

export type WorkerReply<Result> =
  | { opened: true }
  | { opened: false; failure: SqliteFailure }
  | { outcomes: readonly Outcome<Result>[] };

/** One table a set of parameters. */
export type ReadResult = readonly SqliteTable[];
export type WriteResult = readonly WrittenStatement[];
