/** What a parameter or column is in CQL. Numbers stand for int, bigint (whole, within 2^53) and double. */
export type CqlType = "text" | "int" | "bigint" | "double" | "boolean" | "blob" | "list<text>" | "set<text>";

/** `undefined` leaves a column unset. There is no null: binding one in an insert writes a tombstone. */
export type CqlValue = string | number | boolean | Uint8Array | readonly string[] | undefined;

/** A statement to be prepared, with the type of each parameter: drivers throw where nobody catches when one is wrong. */
export interface CqlStatement {
  readonly cql: string;
  readonly types: readonly CqlType[];
  /** Says its timestamp itself. */
  readonly stamped: boolean;
}

export interface CqlCall {
  statement: CqlStatement;
  values: readonly CqlValue[];
}

/** Statements on one partition key (tables of one keyspace may differ): stored whole or not at all on each replica. */
export type CqlMutation = readonly CqlCall[];

/**
 * The port to Cassandra, at LOCAL_QUORUM. Adapter: cassandra-database.ts. Columns come back under their names in CQL; bigint
 * columns as numbers, a column without a value as null.
 *
 * Everything throws AppErrors: UNAVAILABLE when nothing was stored or read, UNKNOWN_OUTCOME when a write may have been stored.
 */
export interface CqlDatabase {
  readonly keyspace: string;
  /** Rows of one partition; the statement bounds their number itself, by key or LIMIT. */
  all<Row>(statement: CqlStatement, values: readonly CqlValue[]): Promise<Row[]>;
  /** The same for many partitions, results in the order asked for; how many are in flight is bounded for the whole process. */
  allMany<Row>(statement: CqlStatement, valueSets: readonly (readonly CqlValue[])[]): Promise<Row[][]>;
  /** Like `all`, at LOCAL_SERIAL: what a lightweight transaction of unknown outcome left is finished or undone before. */
  allSerial<Row>(statement: CqlStatement, values: readonly CqlValue[]): Promise<Row[]>;
  /**
   * Writes that may be repeated: each mutation is sent again, unchanged, until LOCAL_QUORUM has it or the deadline has passed.
   * Nothing is said of the order between mutations, nor of the others when one fails.
   */
  write(mutations: readonly CqlMutation[]): Promise<void>;
  /** A lightweight transaction (LOCAL_SERIAL): `row` is what stood in the way. Sent once: what failed may have been applied. */
  writeIf<Row>(statement: CqlStatement, values: readonly CqlValue[]): Promise<{ applied: boolean; row: Row | null }>;
  /** A long partition or a whole table, page by page. Never on the way of a request. */
  scan<Row>(statement: CqlStatement, values: readonly CqlValue[]): AsyncIterable<Row[]>;
  /** Throws UNAVAILABLE unless LOCAL_QUORUM answers. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** A read, or a write to a table that is no fold of a log. */
export function cql(text: string, ...types: CqlType[]): CqlStatement {
  return { cql: oneLine(text), types, stamped: false };
}

/**
 * A write to a folded table: its timestamp is that of the log position p it follows from (`writtenAt(p)`, `deletedAt(p)`), so
 * that what is older loses whenever it comes. Throws when the text has no USING TIMESTAMP.
 */
export function foldedCql(text: string, ...types: CqlType[]): CqlStatement {
  if (!/\bUSING\s+(TTL\s+\S+\s+AND\s+)?TIMESTAMP\s+\?/i.test(text)) {
    throw new Error(`A write to a folded table needs USING TIMESTAMP ?: ${text}`);
  }
  return { cql: oneLine(text), types, stamped: true };
}

/** The timestamp of what is written because of position p: a delete of the same position loses against it. */
export function writtenAt(position: number): number {
  return 2 * position + 1;
}

/** The timestamp of what is deleted because of position p. */
export function deletedAt(position: number): number {
  return 2 * position;
}

/** Prepared statements are found by their text, every time. */
function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
