import { AppError } from "../errors/app-error.js";
import type { SqliteParams } from "./sqlite-database.js";

const BYTES_PER_VALUE = 16;

/** Roughly how many bytes parameters hold. Throws INTERNAL_SERVER_ERROR when one is of a type that SQLite has not. */
export function weighParams(sql: string, paramSets: readonly SqliteParams[]): number {
  let bytes = 0;
  for (const params of paramSets) {
    bytes += params.length * BYTES_PER_VALUE;
    for (const value of params) {
      if (typeof value === "string") bytes += value.length;
      else if (typeof value === "number" || value === null) continue;
      else if (value instanceof Uint8Array) bytes += value.byteLength;
      else {
        throw new AppError("INTERNAL_SERVER_ERROR", "A statement of the embedded store failed.", {
          cause: new TypeError(
            `a parameter of type ${typeof value}: string, number, null or Uint8Array wanted: ${sql}`,
          ),
        });
      }
    }
  }
  return bytes;
}
