import { ItemSorter } from "./sorted-items.js";
import type { RowSource, SourceRow } from "./source-row.js";

/** The same for all rows of a group. */
export type KeyOf<T> = (value: T) => string;

/** Rows that lie group by group already, the last of each marked. One that can't be read comes before the group it lies in. */
export async function* groupedRows<T>(source: RowSource<T>, keyOf: KeyOf<T>): RowSource<T> {
  let held: { row: SourceRow<T>; key: string } | null = null;
  function* marked(rows: Iterable<SourceRow<T>>): Iterable<SourceRow<T>> {
    for (const row of rows) {
      if (row.value === null) {
        yield row;
        continue;
      }
      const key = keyOf(row.value);
      if (held !== null) {
        held.row.last = held.key !== key;
        yield held.row;
      }
      held = { row, key };
    }
  }
  for await (const block of source) yield marked(block);
  const rest = held as { row: SourceRow<T>; key: string } | null;
  if (rest === null) return;
  rest.row.last = true;
  yield [rest.row];
}

/**
 * Rows in any order, sorted by their key and then as they come, in flat memory; the last of each key is marked. Rows that have no value
 * or no key are not sorted: they come first.
 */
export async function* sortedRows<T>(source: RowSource<T>, keyOf: (value: T) => string | null): RowSource<T> {
  const sorter = new ItemSorter();
  let rows = 0;
  try {
    for await (const block of source) {
      const keyless: SourceRow<T>[] = [];
      for (const row of block) {
        const key = row.value === null ? null : keyOf(row.value);
        if (key === null) keyless.push(row);
        else {
          rows += 1;
          if (sorter.add(packed(key, rows, row))) await sorter.spill();
        }
      }
      yield keyless;
    }
    yield* groupedRows(unpacked<T>(sorter.sorted()), (value) => keyOf(value) ?? "");
  } finally {
    await sorter.close();
  }
}

/** Whether rows come in ascending order of their keys. Reads all of them. */
export async function isSorted<T>(source: RowSource<T>, keyOf: KeyOf<T>): Promise<boolean> {
  let before = "";
  for await (const block of source) {
    for (const { value } of block) {
      if (value === null) continue;
      const key = keyOf(value);
      if (key < before) return false;
      before = key;
    }
  }
  return true;
}

/** Less than everything that is left in a key. */
const END_OF_KEY = "\u0001";

/** `key \1 number of the row \1 row`: the number keeps rows of one key in their order. */
function packed<T>(key: string, number: number, row: SourceRow<T>): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they would end a key or a line
  const sortKey = key.replace(/[\u0000-\u001f]/g, " ");
  const { line, raw, value, cleaned, unended, file } = row;
  const text = JSON.stringify([line, raw, value, cleaned, unended ? 1 : 0, ...(file === undefined ? [] : [file])]);
  return `${sortKey}${END_OF_KEY}${String(number).padStart(12, "0")}${END_OF_KEY}${text}`;
}

type Packed<T> = [number, string, T, SourceRow<T>["cleaned"], 0 | 1, string?];

async function* unpacked<T>(blocks: AsyncIterable<string[]>): RowSource<T> {
  function* unpack(block: string[]): Iterable<SourceRow<T>> {
    for (const item of block) {
      const start = item.indexOf(END_OF_KEY, item.indexOf(END_OF_KEY) + 1) + 1;
      const [line, raw, value, cleaned, unended, file] = JSON.parse(item.slice(start)) as Packed<T>;
      const row = { line, raw, value, fault: null, skip: null, cleaned, last: true, unended: unended === 1 };
      yield file === undefined ? row : { ...row, file };
    }
  }
  for await (const block of blocks) yield unpack(block);
}
