import type { SqliteValue } from "./sqlite-database.js";
import type { SqliteTable } from "./sqlite-worker-protocol.js";

/** Rows as plain objects by column name; of two columns of one name the last counts. */
export function toRows({ columns, rows }: SqliteTable): Record<string, SqliteValue>[] {
  return rows.map((values) => {
    const row: Record<string, SqliteValue> = {};
    for (let index = 0; index < columns.length; index += 1) row[columns[index] as string] = values[index] ?? null;
    return row;
  });
}
