import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FeedRow, FeedTable } from "./feed-table.js";

export interface OpenFeedTable {
  table: FeedTable<unknown>;
  /** What a projector writes of one batch. */
  write(partition: number, rows: readonly FeedRow[], applied: number): Promise<void>;
  close(): Promise<void>;
}

export interface FeedTableContractOptions {
  /** A record of the feed under test, told apart by its position. */
  recordOf?(position: number): unknown;
}

const GENERATION = 2 ** 40;

/** What every engine's feed table must do; each test gets an empty one. */
export function feedTableContract(
  name: string,
  open: () => Promise<OpenFeedTable>,
  { recordOf = (position) => ({ position }) }: FeedTableContractOptions = {},
): void {
  describe(`a feed table on ${name}`, () => {
    let feed: OpenFeedTable;
    beforeEach(async () => {
      feed = await open();
    });
    afterEach(() => feed.close());

    const row = (position: number, appendedAt = position * 10): FeedRow => ({
      position,
      appendedAt,
      value: JSON.stringify(recordOf(position)),
    });
    const write = (positions: readonly number[], partition = 0) =>
      feed.write(
        partition,
        positions.map((position) => row(position)),
        positions.at(-1) ?? -1,
      );
    const records = (...positions: number[]) => positions.map(recordOf);

    it("replays by position, from behind the one and up to the other", async () => {
      await write([3, 4, 7]);
      expect(await feed.table.read(0, -1, 100, 10)).toEqual(records(3, 4, 7));
      expect(await feed.table.read(0, 3, 7, 10)).toEqual(records(4, 7));
      expect(await feed.table.read(0, 3, 6, 10)).toEqual(records(4));
      expect(await feed.table.read(0, -1, 100, 2)).toEqual(records(3, 4));
      expect(await feed.table.read(1, -1, 100, 10)).toEqual([]);
    });

    it("replays across slices, and across topic generations", async () => {
      const positions = [0, 9_999, 10_000, 25_000, 25_001, GENERATION, GENERATION + 20_000, 2 * GENERATION + 5];
      await write(positions);
      const end = 3 * GENERATION;
      expect(await feed.table.read(0, -1, end, 100)).toEqual(records(...positions));
      expect(await feed.table.read(0, 9_999, 10_000, 100)).toEqual(records(10_000));
      expect(await feed.table.read(0, 25_000, GENERATION + 19_999, 100)).toEqual(records(25_001, GENERATION));
      const paged: unknown[] = [];
      for (let after = -1; ; ) {
        const page = await feed.table.read(0, after, end, 3);
        paged.push(...page);
        if (page.length < 3) break;
        after = positions[paged.length - 1] as number;
      }
      expect(paged).toEqual(records(...positions));
    });

    it("replays more slices than are looked up at once", async () => {
      const positions = Array.from({ length: 130 }, (_, index) => index * 10_000 + 7);
      await write(positions);
      expect(await feed.table.read(0, 7, 1_250_000, 500)).toEqual(records(...positions.slice(1, 125)));
    });

    it("may be written again, whole or in part", async () => {
      await write([1, 2, 3]);
      await write([1, 2]);
      expect(await feed.table.read(0, -1, 100, 10)).toEqual(records(1, 2, 3));
      expect(await feed.table.applied(0)).toBe(3);
    });

    it("knows up to where each partition is folded, whether that changed anything or not", async () => {
      expect(await feed.table.applied(0)).toBe(-1);
      await write([5]);
      await feed.write(0, [], 9);
      await feed.write(1, [], 2);
      expect([await feed.table.applied(0), await feed.table.applied(1)]).toEqual([9, 2]);
    });

    it("forgets what is old, and says from where on nothing is missing", async () => {
      await write([3, 4, 12_345]);
      await write([8], 1);
      await feed.table.prune(0);
      expect(await feed.table.oldest(0)).toBe(0);
      await feed.table.prune(40);
      expect(await feed.table.oldest(0)).toBe(4);
      expect(await feed.table.read(0, -1, 20_000, 10)).toEqual(records(4, 12_345));
      await feed.table.prune(50);
      expect(await feed.table.oldest(0)).toBe(5);
      expect(await feed.table.oldest(1)).toBe(0);
      await feed.table.prune(Number.MAX_SAFE_INTEGER);
      expect([await feed.table.oldest(0), await feed.table.oldest(1)]).toEqual([12_346, 9]);
      expect(await feed.table.read(0, -1, 20_000, 10)).toEqual([]);
      await write([12_346]);
      expect(await feed.table.read(0, -1, 20_000, 10)).toEqual(records(12_346));
    });

    it("forgets many slices, and within one slice to the record", async () => {
      const whole = Array.from({ length: 130 }, (_, index) => index * 10_000);
      const last = Array.from({ length: 40 }, (_, index) => 1_300_000 + index * 3);
      await write([...whole, ...last]);
      for (const [before, oldest] of [
        [13_000_000, 1_290_001],
        [13_000_300, 1_300_028],
        [13_000_301, 1_300_031],
      ] as const) {
        await feed.table.prune(before);
        expect(await feed.table.oldest(0)).toBe(oldest);
      }
      expect(await feed.table.read(0, -1, 3_000_000, 500)).toEqual(records(...last.slice(11)));
    });
  });
}
