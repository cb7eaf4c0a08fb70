// Values on their way to Cassandra and back.
import { types } from "cassandra-driver";
import { AppError } from "../errors/app-error.js";
import type { CqlStatement, CqlType, CqlValue } from "./cql-database.js";

const MAX_INT = 2 ** 31;
const HIGH_WORD = 2 ** 32;

/**
 * Parameters for the driver, which encodes while it writes to the socket and throws there, where nobody catches. So they are checked
 * here, inside the promise of the call, and are bytes already until Cassandra has taken the statement once: the column may be of
 * another type than the statement says. From then on the driver may encode them: bytes that are made long before they are sent
 * outlive a scavenge, and cost several times as much.
 */
export class StatementParameters {
  readonly #taken = new WeakSet<CqlStatement>();

  /** Throws INTERNAL_SERVER_ERROR that names the statement and the parameter which is wrong. */
  of(statement: CqlStatement, values: readonly CqlValue[]): unknown[] {
    if (values.length !== statement.types.length) {
      throw wrong(statement, `takes ${statement.types.length} parameters, not ${values.length}`);
    }
    const taken = this.#taken.has(statement);
    return values.map((value, index) => {
      // Not null, which would write a tombstone.
      if (value === undefined) return types.unset;
      const type = statement.types[index] as CqlType;
      if (!isOf(type, value)) throw wrong(statement, `takes ${type} as parameter ${index + 1}, not ${describe(value)}`);
      return taken && typeof value !== "object" ? value : encode(type, value);
    });
  }

  taken(statement: CqlStatement): void {
    this.#taken.add(statement);
  }
}

function isOf(type: CqlType, value: CqlValue): boolean {
  switch (type) {
    case "text":
      return typeof value === "string";
    case "int":
      return isWhole(value) && value >= -MAX_INT && value < MAX_INT;
    case "bigint":
      return isWhole(value);
    case "double":
      return typeof value === "number";
    case "boolean":
      return typeof value === "boolean";
    case "blob":
      return value instanceof Uint8Array;
    case "list<text>":
    case "set<text>":
      return Array.isArray(value) && value.every((entry) => typeof entry === "string");
  }
}

/** Of lists the driver would make null when they are empty. */
function encode(type: CqlType, value: Exclude<CqlValue, undefined>): Buffer {
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (Array.isArray(value)) return encodeTexts(value);
  if (typeof value === "string") return Buffer.from(value);
  if (typeof value === "boolean") return Buffer.from([value ? 1 : 0]);
  if (type === "int") return encodeInt(value as number);
  return type === "bigint" ? encodeBigint(value as number) : encodeDouble(value as number);
}

function isWhole(value: CqlValue): value is number {
  return Number.isSafeInteger(value);
}

function encodeInt(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function encodeBigint(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeInt32BE(Math.floor(value / HIGH_WORD));
  bytes.writeUInt32BE(value >>> 0, 4);
  return bytes;
}

function encodeDouble(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeDoubleBE(value);
  return bytes;
}

function encodeTexts(texts: readonly string[]): Buffer {
  const parts = [encodeInt(texts.length)];
  for (const text of texts) {
    const bytes = Buffer.from(text);
    parts.push(encodeInt(bytes.length), bytes);
  }
  return Buffer.concat(parts);
}

function describe(value: CqlValue): string {
  return typeof value === "number"
    ? String(value)
    : Array.isArray(value)
      ? "a list"
      : value === null
        ? "null"
        : `a ${typeof value}`;
}

function wrong(statement: CqlStatement, what: string): AppError {
  return new AppError("INTERNAL_SERVER_ERROR", `"${statement.cql.replaceAll(/\s+/g, " ").trim()}" ${what}.`);
}

const { dataTypes } = types;

/** Plain objects by column name. Throws INTERNAL_SERVER_ERROR for a whole number that JavaScript can't hold. */
export function decodeRows<Row>(result: types.ResultSet): Row[] {
  const rows = result.rows ?? [];
  const columns = result.columns ?? [];
  const longs = columns.filter(({ type }) => type.code === dataTypes.bigint || type.code === dataTypes.counter);
  return rows.map((source) => {
    const row: Record<string, unknown> = {};
    for (const { name } of columns) row[name] = source[name];
    for (const { name } of longs) row[name] = toNumber(source[name], name);
    return row as Row;
  });
}

function toNumber(long: types.Long | null, column: string): number | null {
  if (long === null) return null;
  const value = long.high * HIGH_WORD + (long.low >>> 0);
  if (Number.isSafeInteger(value)) return value;
  throw new AppError("INTERNAL_SERVER_ERROR", `Column ${column} holds ${long}, which is beyond 2^53.`);
}
