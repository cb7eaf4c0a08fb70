import type { RowSource, SourceRow } from "./source-row.js";

/** At most so many rows; no more is read of the file than these need. */
export async function* limitedRows<T>(source: RowSource<T>, limit?: number): RowSource<T> {
  if (limit === undefined) {
    yield* source;
    return;
  }
  let left = limit;
  function* some(block: Iterable<SourceRow<T>>): Iterable<SourceRow<T>> {
    for (const row of block) {
      if (left === 0) return;
      left -= 1;
      yield row;
    }
  }
  for await (const block of source) {
    if (left === 0) return;
    yield some(block);
  }
}
