/** One prepared statement. Hides what libsql does unlike its documentation. */
import type Database from "libsql";
import type { SqliteParams, SqliteValue } from "./sqlite-database.js";
import type { SqliteTable } from "./sqlite-worker-protocol.js";

interface DriverStatement {
  readonly reader: boolean;
  run(params: readonly unknown[]): { changes: number };
  all(params: readonly unknown[]): (SqliteValue | ArrayBuffer)[][];
  raw(on: boolean): unknown;
  columns(): { name: string }[];
}

const CHANGES_NOTHING = /^\s*(select|pragma|explain|values)\b/i;

export class LibsqlStatement {
  readonly givesRows: boolean;
  /** Undefined where it can't be told: named parameters. */
  readonly #parameters: number | undefined;
  readonly #statement: DriverStatement;
  readonly #changesNothing: boolean;
  #columns: readonly string[] | undefined;

  constructor(database: Database.Database, sql: string) {
    this.#statement = database.prepare(sql) as unknown as DriverStatement;
    this.givesRows = this.#statement.reader;
    this.#changesNothing = CHANGES_NOTHING.test(sql);
    this.#parameters = countParameters(sql);
    if (this.givesRows) this.#statement.raw(true);
  }

  get columns(): readonly string[] {
    this.#columns ??= this.#statement.columns().map((column) => column.name);
    return this.#columns;
  }

  /** Gives the number of rows changed. Not for statements that give rows: the driver would leave them open. */
  run(params: SqliteParams): number {
    return this.#statement.run(this.#bind(params)).changes;
  }

  rows(params: SqliteParams): SqliteValue[][] {
    const rows = this.#statement.all(this.#bind(params));
    for (const row of rows) {
      for (let column = 0; column < row.length; column += 1) {
        const value = row[column];
        if (typeof value === "object" && value !== null && !(value instanceof Uint8Array)) {
          row[column] = new Uint8Array(value);
        }
      }
    }
    return rows as SqliteValue[][];
  }

  table(params: SqliteParams): SqliteTable {
    return { rows: this.rows(params), columns: this.columns };
  }

  /** RETURNING gives one row for each row changed. */
  changesOf(rows: readonly unknown[]): number {
    return this.#changesNothing ? 0 : rows.length;
  }

  #bind(params: SqliteParams): readonly unknown[] {
    if (this.#parameters !== undefined && params.length !== this.#parameters) {
      // The driver would fill up with NULL, or ignore the rest.
      throw new TypeError(`${this.#parameters} parameters wanted, ${params.length} given`);
    }
    return params.map(toDriverValue);
  }
}

/**
 * A number is bound as an integer when it is one: the driver alone would bind 5 as 5.0. U+0000 would cut the text short when it
 * is read, so it becomes U+FFFD, as lone surrogates do. Other types would end the process inside the driver.
 */
function toDriverValue(value: SqliteValue, index: number): unknown {
  switch (typeof value) {
    case "number":
      return Number.isSafeInteger(value) ? BigInt(value) : value;
    case "string":
      return value.includes("\0") ? value.replaceAll("\0", "\uFFFD") : value;
    default:
      if (value === null || value instanceof Uint8Array) return value;
      throw new TypeError(
        `parameter ${index + 1} is of type ${typeof value}: string, number, null or Uint8Array wanted`,
      );
  }
}

const LITERALS_AND_COMMENTS = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\//g;
const PARAMETERS = /\?(\d*)|[:@$]\w+/g;

export function countParameters(sql: string): number | undefined {
  let count = 0;
  for (const [text, number] of sql.replaceAll(LITERALS_AND_COMMENTS, " ").matchAll(PARAMETERS)) {
    if (!text.startsWith("?")) return undefined;
    count = number === "" ? count + 1 : Math.max(count, Number(number));
  }
  return count;
}
