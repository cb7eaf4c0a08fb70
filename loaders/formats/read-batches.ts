import type { RowSource, SourceRow } from "../input/source-row.js";
import type { ReadBatch } from "../records/read-stage.js";
import type { BatchBuilder } from "./batch-builder.js";

/** What a format makes of a row that could be read: it says `taken`, `skip` or `reject` once, and emits what it made. */
export type TakeRow<T> = (value: T, batch: BatchBuilder, row: SourceRow<T>) => void;

export interface RowReader<T> {
  /** Makes the taker anew, with nothing remembered. */
  start(): TakeRow<T>;
  /** Whether what it makes of a row depends on any row before; otherwise on those of the same span at most. */
  remembers: boolean;
  /** Whether a row equal to another of its span is left out as DUPLICATE_ROW. */
  dropsEqualRows: boolean;
}

/** What is remembered of rows is forgotten at every so many, counted from the first: so memory is bounded, and any cut finds the same. */
export const SPAN_ROWS = 65_536;

/** The batches behind the first `from` rows. */
export async function* readBatches<T>(
  source: RowSource<T>,
  reader: RowReader<T>,
  batch: BatchBuilder,
  options: { from: number; bytesRead: () => number },
): AsyncIterable<ReadBatch> {
  const { from, bytesRead } = options;
  // Rows before this one need not be looked at again to know what was remembered.
  const begin = reader.remembers ? 0 : Math.floor(from / SPAN_ROWS) * SPAN_ROWS;
  let rows = 0;
  let take = reader.start();
  let seen = new Set<string>();
  for await (const block of source) {
    for (const row of block) {
      if (rows < begin) {
        rows += 1;
        continue;
      }
      if (rows % SPAN_ROWS === 0) {
        seen = new Set();
        if (!reader.remembers) take = reader.start();
      }
      rows += 1;
      batch.begin(row.raw.length, row.line);
      for (const rule of row.cleaned) batch.cleaned(rule);
      if (row.fault !== null) batch.reject(row, row.fault.reason, row.fault.detail);
      else if (row.skip !== null) batch.skip(row.skip);
      else if (reader.dropsEqualRows && isIn(seen, row.raw)) batch.skip("DUPLICATE_ROW");
      else if (row.value !== null) take(row.value, batch, row);
      if (rows > from) {
        if (batch.full) yield batch.take(rows, bytesRead());
      } else if (rows === from || batch.full) batch.take(rows, 0);
    }
  }
  if (rows > from && !batch.empty) yield batch.take(rows, bytesRead());
}

/** Adds it, and says whether it was there. */
function isIn(seen: Set<string>, raw: string): boolean {
  const { size } = seen;
  return seen.add(raw).size === size;
}
