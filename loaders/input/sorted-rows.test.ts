import { readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { describe, expect, it } from "vitest";
import { groupedRows, isSorted, sortedRows } from "./grouped-rows.js";
import { ItemSorter } from "./sorted-items.js";
import { badRow, goodRow, type RowSource, type SourceRow } from "./source-row.js";

async function* blocks<T>(...rows: SourceRow<T>[][]): RowSource<T> {
  yield* rows;
}

const row = (line: number, key: string) => goodRow(line, `raw ${line}`, key);
const keyOf = (value: string) => value;

async function all<T>(source: RowSource<T>) {
  const rows = [];
  for await (const block of source)
    for (const { line, value, last, fault } of block) rows.push([line, value ?? fault?.reason, last]);
  return rows;
}

describe("sortedRows", () => {
  it("puts rows of one key together, in their order, and marks the last", async () => {
    const source = blocks([row(1, "b"), row(2, "a")], [row(3, "b"), row(4, "ä\n"), row(5, "a")]);
    expect(await all(sortedRows(source, keyOf))).toEqual([
      [2, "a", false],
      [5, "a", true],
      [1, "b", false],
      [3, "b", true],
      [4, "ä\n", true],
    ]);
  });

  it("gives what can't be read first", async () => {
    const source = blocks<string>([row(1, "b"), badRow(2, "?", "BAD", ""), row(3, "a")]);
    expect(await all(sortedRows(source, keyOf))).toEqual([
      [2, "BAD", true],
      [3, "a", true],
      [1, "b", true],
    ]);
  });

  it("keeps all that a row is", async () => {
    const odd = { ...row(7, "a"), cleaned: ["odd-space" as const], unended: true, file: "names" };
    for await (const block of sortedRows(blocks([odd]), keyOf)) for (const found of block) expect(found).toEqual(odd);
    expect.assertions(1);
  });
});

describe("ItemSorter", () => {
  const folders = async () =>
    (await readdir(tmpdir())).filter((name) => name.startsWith(`marquee-sort-${process.pid}-`));

  it("sorts what it has put on the disk, and leaves nothing there", async () => {
    const sorter = new ItemSorter();
    const items = Array.from({ length: 10_000 }, (_, place) => `${(place * 7_919) % 10_007} 日本`);
    for (const [place, item] of items.entries()) {
      sorter.add(item);
      if (place % 900 === 0) await sorter.spill();
    }
    expect(await folders()).toHaveLength(1);
    const sorted: string[] = [];
    for await (const block of sorter.sorted()) sorted.push(...block);
    await sorter.close();
    expect(sorted).toEqual(items.toSorted());
    expect(await folders()).toEqual([]);
  });

  it("leaves nothing behind when reading ends early", async () => {
    const sorted = sortedRows(blocks([row(1, "b"), row(2, "a")]), keyOf)[Symbol.asyncIterator]();
    await sorted.next();
    await sorted.return?.();
    expect(await folders()).toEqual([]);
  });
});

describe("rows that lie together", () => {
  it("are grouped as they come, over blocks", async () => {
    const source = blocks([row(1, "b")], [row(2, "b"), row(3, "a")], [row(4, "a")]);
    expect(await all(groupedRows(source, keyOf))).toEqual([
      [1, "b", false],
      [2, "b", true],
      [3, "a", false],
      [4, "a", true],
    ]);
  });

  it("are known by their order", async () => {
    expect(await isSorted(blocks([row(1, "a"), row(2, "a")], [row(3, "b")]), keyOf)).toBe(true);
    expect(await isSorted(blocks([row(1, "a")], [row(2, "b"), row(3, "a")]), keyOf)).toBe(false);
  });
});
