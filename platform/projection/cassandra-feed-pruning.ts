import { type CqlDatabase, cql, deletedAt, foldedCql, writtenAt } from "../store/cql-database.js";
import { SLICE_POSITIONS, sliceOf } from "./feed-slices.js";

/** Slices that one round looks at and deletes. */
const SLICES_A_ROUND = 100;

/**
 * Forgets the start of each partition of a feed. `oldest` is raised first, then records are deleted: whole slices, and the range
 * before it in the slice where it lies. Slices are struck off the list last, so that what a crash left is found the next time.
 */
export function openFeedPruning(database: CqlDatabase, name: string): (before: number) => Promise<void> {
  const partitions = cql(`SELECT partition, oldest FROM ${name}_partitions`);
  const slices = cql(
    `SELECT slice FROM ${name}_slices WHERE partition = ? AND slice > ? LIMIT ${SLICES_A_ROUND}`,
    ...(["int", "bigint"] as const),
  );
  const newestUpTo = cql(
    `SELECT position, appended_at FROM ${name} WHERE partition = ? AND slice = ? AND position > ? AND position <= ?
      ORDER BY position DESC LIMIT 1`,
    ...(["int", "bigint", "bigint", "bigint"] as const),
  );
  const raiseOldest = foldedCql(
    `INSERT INTO ${name}_partitions (partition, oldest) VALUES (?, ?) USING TIMESTAMP ?`,
    ...(["int", "bigint", "bigint"] as const),
  );
  const deleteSlice = foldedCql(
    `DELETE FROM ${name} USING TIMESTAMP ? WHERE partition = ? AND slice = ?`,
    ...(["bigint", "int", "bigint"] as const),
  );
  const deleteRange = foldedCql(
    `DELETE FROM ${name} USING TIMESTAMP ? WHERE partition = ? AND slice = ? AND position < ?`,
    ...(["bigint", "int", "bigint", "bigint"] as const),
  );
  const strikeOff = foldedCql(
    `DELETE FROM ${name}_slices USING TIMESTAMP ? WHERE partition = ? AND slice < ?`,
    ...(["bigint", "int", "bigint"] as const),
  );

  async function newestIn(partition: number, slice: number, after: number, upTo: number) {
    const [row] = await database.all<{ position: number; appended_at: number }>(newestUpTo, [
      partition,
      slice,
      after,
      upTo,
    ]);
    return row;
  }

  /** The last position of a slice that was taken before `before`, knowing that `kept` was not: time rises with position. */
  async function lastBefore(partition: number, slice: number, kept: number, before: number): Promise<number | null> {
    let old: number | null = null;
    let low = slice * SLICE_POSITIONS - 1;
    let high = kept;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      const row = await newestIn(partition, slice, low, middle);
      if (row === undefined) low = middle;
      else if (row.appended_at >= before) high = row.position;
      else {
        old = row.position;
        low = middle;
      }
    }
    return old;
  }

  /** What may go among the next slices: those that are older as a whole, and up to which position. */
  async function nextCut(partition: number, after: number, before: number) {
    const page = await database.all<{ slice: number }>(slices, [partition, after]);
    const whole: number[] = [];
    let upTo: number | null = null;
    for (const { slice } of page) {
      const newest = await newestIn(partition, slice, slice * SLICE_POSITIONS - 1, (slice + 1) * SLICE_POSITIONS - 1);
      if (newest !== undefined && newest.appended_at >= before) {
        upTo = (await lastBefore(partition, slice, newest.position, before)) ?? upTo;
        return { whole, upTo, more: false };
      }
      whole.push(slice);
      if (newest !== undefined) upTo = newest.position;
    }
    return { whole, upTo, more: page.length === SLICES_A_ROUND };
  }

  async function prunePartition(partition: number, from: number, before: number): Promise<void> {
    let oldest = from;
    for (let after = -1, more = true; more; ) {
      const cut = await nextCut(partition, after, before);
      more = cut.more;
      after = cut.whole.at(-1) ?? after;
      if (cut.upTo !== null && cut.upTo >= oldest) {
        oldest = cut.upTo + 1;
        const values = [partition, oldest, writtenAt(oldest)];
        await database.write([[{ statement: raiseOldest, values }]]);
      }
      const edge = sliceOf(oldest);
      if (cut.upTo === null && !cut.whole.some((slice) => slice < edge)) continue;
      const timestamp = deletedAt(oldest);
      await database.write([
        ...cut.whole
          .filter((slice) => slice < edge)
          .map((slice) => [{ statement: deleteSlice, values: [timestamp, partition, slice] }]),
        [{ statement: deleteRange, values: [timestamp, partition, edge, oldest] }],
      ]);
      await database.write([[{ statement: strikeOff, values: [timestamp, partition, edge] }]]);
    }
  }

  return async (before) => {
    for await (const page of database.scan<{ partition: number; oldest: number | null }>(partitions, [])) {
      for (const { partition, oldest } of page) await prunePartition(partition, oldest ?? 0, before);
    }
  };
}
