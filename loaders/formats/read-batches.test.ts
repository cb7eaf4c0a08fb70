import { describe, expect, it } from "vitest";
import { goodRow, type RowSource } from "../input/source-row.js";
import { BatchBuilder } from "./batch-builder.js";
import { type RowReader, readBatches, SPAN_ROWS } from "./read-batches.js";

const ROWS = SPAN_ROWS * 2 + 100;
/** Every row is there again 100 rows later, over the end of a span too. */
const textOf = (row: number) => `row ${row % 200 < 100 ? row : row - 100}`;

async function* source(): RowSource<number> {
  function* rows(from: number) {
    for (let row = from; row < Math.min(ROWS, from + 10_000); row += 1) yield goodRow(row + 2, textOf(row), row);
  }
  for (let from = 0; from < ROWS; from += 10_000) yield rows(from);
}

const reader: RowReader<number> = {
  remembers: false,
  dropsEqualRows: true,
  start: () => {
    let before = -1;
    return (value, batch) => {
      batch.taken();
      // What is remembered must not reach over a span.
      batch.emit({
        type: "rating",
        title: { source: "s", id: String(before) },
        user: String(value),
        score: 1,
        ratedAt: 0,
      });
      before = value;
    };
  },
};

async function read(from: number) {
  const batches = [];
  const builder = new BatchBuilder("file");
  for await (const batch of readBatches(source(), reader, builder, { from, bytesRead: () => 0 })) batches.push(batch);
  return batches;
}

describe("readBatches", () => {
  it("finds the same equal rows from any cut, and forgets them at the end of a span", async () => {
    const whole = (await read(0)).flatMap((batch) => batch.records);
    expect(whole).toHaveLength(
      ROWS - Math.floor(ROWS / 200) * 100 - (ROWS % 200 > 100 ? (ROWS % 200) - 100 : 0) + again(),
    );
    for (const from of [1, SPAN_ROWS - 1, SPAN_ROWS, SPAN_ROWS + 1, SPAN_ROWS + 50, 2 * SPAN_ROWS, ROWS - 1]) {
      const rest = (await read(from)).flatMap((batch) => batch.records);
      expect(rest).toEqual(whole.slice(whole.length - rest.length));
      expect(rest.length).toBeGreaterThan(0);
    }
    expect(await read(ROWS)).toEqual([]);
    expect(await read(ROWS + 1)).toEqual([]);
  });

  it("makes batches of at most 5,000 records", async () => {
    const sizes = (await read(0)).map((batch) => batch.records.length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(5_000);
    expect(sizes.length).toBeLessThan(ROWS / 1_000);
  });

  it("refuses a format that loses a row", async () => {
    const forgets: RowReader<number> = { remembers: false, dropsEqualRows: false, start: () => () => {} };
    const batches = readBatches(source(), forgets, new BatchBuilder("file"), { from: 0, bytesRead: () => 0 });
    await expect(batches[Symbol.asyncIterator]().next()).rejects.toThrow(/file: a row was lost or counted twice/);
  });
});

/** Rows that are there again behind the end of a span, where nobody remembers them. */
function again(): number {
  let count = 0;
  for (let row = 100; row < ROWS; row += 1) {
    const isSecond = row % 200 >= 100;
    if (isSecond && Math.floor(row / SPAN_ROWS) !== Math.floor((row - 100) / SPAN_ROWS)) count += 1;
  }
  return count;
}
