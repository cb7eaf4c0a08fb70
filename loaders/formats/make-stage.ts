import { groupedRows, isSorted, sortedRows } from "../input/grouped-rows.js";
import type { InputFile } from "../input/input-file.js";
import { jsonArrayElements } from "../input/json-array-elements.js";
import { jsonLines } from "../input/json-rows.js";
import { limitedRows } from "../input/limited-rows.js";
import type { RowSource } from "../input/source-row.js";
import { type TableShape, tableRows } from "../input/table-rows.js";
import { textBlocks } from "../input/text-blocks.js";
import { unpackGzip } from "../input/unpack-gzip.js";
import type { ReadStage } from "../records/read-stage.js";
import { BatchBuilder } from "./batch-builder.js";
import type { StageOptions } from "./file-format.js";
import { type RowReader, readBatches } from "./read-batches.js";

/** A file's rows from the start, each time it is called. */
export type OpenRows<T> = (signal?: AbortSignal) => { rows: RowSource<T>; bytesRead: () => number };

/** A stage of one file, or of several whose rows `open` brings together. */
export function makeStage<T>(
  files: readonly [InputFile, ...InputFile[]],
  open: OpenRows<T>,
  reader: RowReader<T>,
  options: StageOptions,
): ReadStage {
  const name = files.map((file) => file.name).join(" + ");
  const sizes = files.map((file) => file.bytes);
  return {
    name,
    bytes: sizes.reduce((sum, size) => (sum === null || size === null ? null : sum + size)),
    fingerprint: async () => {
      const prints = await Promise.all(files.map((file) => file.fingerprint()));
      // Read otherwise, the same bytes are other rows.
      return prints.includes(null) ? null : [...prints, options.encoding ?? "any"].join("+");
    },
    read: (from, signal) => {
      const { rows, bytesRead } = open(signal);
      return readBatches(rows, reader, new BatchBuilder(name), { from, bytesRead });
    },
  };
}

export function openTable(file: InputFile, shape: TableShape, options: StageOptions): OpenRows<string[]> {
  return (signal) => {
    const { chunks, bytesRead } = openBytes(file, signal);
    return { rows: limitedRows(tableRows(textBlocks(chunks, options.encoding), shape), options.limit), bytesRead };
  };
}

/** JSON lines, or one JSON array. */
export function openJson(file: InputFile, isArray: boolean, options: StageOptions): OpenRows<unknown> {
  return (signal) => {
    const { chunks, bytesRead } = openBytes(file, signal);
    const rows = isArray ? jsonArrayElements(chunks) : jsonLines(textBlocks(chunks, options.encoding));
    return { rows: limitedRows(rows, options.limit), bytesRead };
  };
}

/** The rows with those of one key together: sorted, unless a first pass shows that they are. */
export function openGrouped<T>(open: OpenRows<T>, keyOf: (value: T) => string, mayBeSorted: boolean): OpenRows<T> {
  return (signal) => {
    const { rows, bytesRead } = open(signal);
    async function* grouped(): RowSource<T> {
      const sorted = mayBeSorted && (await isSorted(open(signal).rows, keyOf));
      yield* sorted ? groupedRows(rows, keyOf) : sortedRows(rows, keyOf);
    }
    return { rows: grouped(), bytesRead };
  };
}

function openBytes(file: InputFile, signal?: AbortSignal) {
  let bytes = 0;
  async function* counted(): AsyncIterable<Buffer> {
    for await (const chunk of file.open(signal)) {
      bytes += chunk.length;
      yield chunk;
    }
  }
  return { chunks: unpackGzip(counted()), bytesRead: () => bytes };
}
