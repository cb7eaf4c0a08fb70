import { type CqlDatabase, type CqlMutation, cql, foldedCql, writtenAt } from "../store/cql-database.js";
import { openFeedPruning } from "./cassandra-feed-pruning.js";
import { SLICE_POSITIONS, sliceOf } from "./feed-slices.js";
import type { FeedRow, FeedTable } from "./feed-table.js";

/** Slices that are looked up at once where a reading spans many. */
const SLICES_A_PAGE = 100;

/** What one mutation may carry: far below what a node refuses, and small enough to share its time with others. */
const ROWS_A_MUTATION = 100;
const CHARACTERS_A_MUTATION = 256 * 1024;

export interface CassandraFeedTable<Record> extends FeedTable<Record> {
  /**
   * What a projector writes with step (b): the records, where they lie, and that the partition is folded up to `applied`. May be
   * repeated, and come late.
   */
  mutations(partition: number, rows: readonly FeedRow[], applied: number): CqlMutation[];
}

/**
 * A feed over three tables, `<name>`, `<name>_slices` and `<name>_partitions`:
 *
 *   <name>            ((partition, slice), position): appended_at, value
 *   <name>_slices     (partition, slice): which slices hold anything, so that the gap between topic generations is not walked
 *   <name>_partitions (partition): oldest, applied
 *
 * Records are read back as they were written, without being checked again.
 */
export function cassandraFeedTable<Record>(database: CqlDatabase, name: string): CassandraFeedTable<Record> {
  const read = cql(
    `SELECT value FROM ${name} WHERE partition = ? AND slice = ? AND position > ? AND position <= ? LIMIT ?`,
    ...(["int", "bigint", "bigint", "bigint", "int"] as const),
  );
  const slices = cql(
    `SELECT slice FROM ${name}_slices WHERE partition = ? AND slice >= ? AND slice <= ? LIMIT ${SLICES_A_PAGE}`,
    ...(["int", "bigint", "bigint"] as const),
  );
  const state = cql(`SELECT oldest, applied FROM ${name}_partitions WHERE partition = ?`, "int");
  const write = foldedCql(
    `INSERT INTO ${name} (partition, slice, position, appended_at, value) VALUES (?, ?, ?, ?, ?) USING TIMESTAMP ?`,
    ...(["int", "bigint", "bigint", "bigint", "text", "bigint"] as const),
  );
  const writeSlice = foldedCql(
    `INSERT INTO ${name}_slices (partition, slice) VALUES (?, ?) USING TIMESTAMP ?`,
    ...(["int", "bigint", "bigint"] as const),
  );
  const writeApplied = foldedCql(
    `INSERT INTO ${name}_partitions (partition, applied) VALUES (?, ?) USING TIMESTAMP ?`,
    ...(["int", "bigint", "bigint"] as const),
  );

  async function* slicesBetween(partition: number, first: number, last: number): AsyncGenerator<number> {
    if (last - first <= 1) {
      for (let slice = first; slice <= last; slice++) yield slice;
      return;
    }
    for (let from = first; ; ) {
      const page = await database.all<{ slice: number }>(slices, [partition, from, last]);
      for (const { slice } of page) yield slice;
      const end = page.at(-1);
      if (end === undefined || page.length < SLICES_A_PAGE) return;
      from = end.slice + 1;
    }
  }

  async function stateOf(partition: number): Promise<{ oldest: number | null; applied: number | null } | undefined> {
    const [row] = await database.all<{ oldest: number | null; applied: number | null }>(state, [partition]);
    return row;
  }

  return {
    async read(partition, after, upTo, limit) {
      const records: Record[] = [];
      for await (const slice of slicesBetween(partition, sliceOf(after + 1), sliceOf(upTo))) {
        const left = limit - records.length;
        const rows = await database.all<{ value: string }>(read, [partition, slice, after, upTo, left]);
        for (const { value } of rows) records.push(JSON.parse(value) as Record);
        if (records.length >= limit) break;
      }
      return records;
    },
    oldest: async (partition) => (await stateOf(partition))?.oldest ?? 0,
    applied: async (partition) => (await stateOf(partition))?.applied ?? -1,
    prune: openFeedPruning(database, name),

    mutations(partition, rows, applied) {
      const sorted = new Set(rows.map(({ position }) => sliceOf(position)));
      const places = [...sorted].map((slice) => ({
        statement: writeSlice,
        // Of the first position of the slice: the same whoever writes it, and older than the delete of all before a later one.
        values: [partition, slice, writtenAt(slice * SLICE_POSITIONS)],
      }));
      const partitionState = { statement: writeApplied, values: [partition, applied, writtenAt(applied)] };
      return [
        ...chunks(rows).map((chunk) =>
          chunk.map(({ position, appendedAt, value }) => ({
            statement: write,
            values: [partition, sliceOf(position), position, appendedAt, value, writtenAt(position)],
          })),
        ),
        [...places, partitionState],
      ];
    },
  };
}

/** Runs of rows of one slice that fit into one mutation each. */
function chunks(rows: readonly FeedRow[]): FeedRow[][] {
  const all: FeedRow[][] = [];
  let chunk: FeedRow[] = [];
  let characters = 0;
  for (const row of rows) {
    const [first] = chunk;
    const full = chunk.length >= ROWS_A_MUTATION || characters + row.value.length > CHARACTERS_A_MUTATION;
    if (first === undefined || full || sliceOf(first.position) !== sliceOf(row.position)) {
      chunk = [];
      characters = 0;
      all.push(chunk);
    }
    chunk.push(row);
    characters += row.value.length;
  }
  return all;
}
