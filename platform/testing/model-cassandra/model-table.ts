import type { CqlValue } from "../../store/cql-database.js";
import type { ModelTableSchema } from "./model-schema.js";

export type ModelRow = Record<string, Exclude<CqlValue, undefined> | null>;

interface StoredRow {
  readonly key: ModelRow;
  writtenAt: number;
  readonly cells: Map<string, { value: Exclude<CqlValue, undefined>; at: number }>;
}

interface Partition {
  readonly rows: Map<string, StoredRow>;
  readonly deletions: { at: number; covers(key: ModelRow): boolean }[];
}

const NEVER = Number.NEGATIVE_INFINITY;

/**
 * One table, cell by cell: the later timestamp wins, the larger value where they are equal, and a delete against a write of its own
 * timestamp. Nothing that was deleted is ever forgotten.
 */
export class ModelTable {
  readonly #partitions = new Map<string, Partition>();

  constructor(readonly schema: ModelTableSchema) {}

  insert(values: Readonly<Record<string, CqlValue>>, at: number): void {
    const row = this.#row(values);
    row.writtenAt = Math.max(row.writtenAt, at);
    for (const [column, value] of Object.entries(values)) {
      if (value === undefined || column in row.key) continue;
      const stored = row.cells.get(column);
      const wins =
        stored === undefined || at > stored.at || (at === stored.at && compareValues(value, stored.value) > 0);
      if (wins) row.cells.set(column, { value, at });
    }
  }

  /** Everything of a partition whose clustering key the test covers. */
  delete(partition: Readonly<Record<string, CqlValue>>, at: number, covers: (key: ModelRow) => boolean): void {
    this.#partition(this.partitionOf(partition)).deletions.push({ at, covers });
  }

  /** The rows of one partition, or of all, in the table's order. */
  read(partition: Readonly<Record<string, CqlValue>> | null): ModelRow[] {
    const partitions =
      partition === null ? [...this.#partitions.values()] : [this.#partitions.get(this.partitionOf(partition))];
    return partitions.flatMap((each) => (each === undefined ? [] : this.#live(each)));
  }

  partitionOf(values: Readonly<Record<string, CqlValue>>): string {
    return JSON.stringify(this.schema.partitionKey.map((column) => required(values, column)));
  }

  #live(partition: Partition): ModelRow[] {
    const live: ModelRow[] = [];
    for (const row of partition.rows.values()) {
      const gone = Math.max(NEVER, ...partition.deletions.filter(({ covers }) => covers(row.key)).map(({ at }) => at));
      const cells = [...row.cells].filter(([, { at }]) => at > gone);
      if (row.writtenAt <= gone && cells.length === 0) continue;
      const values: ModelRow = { ...row.key };
      for (const column of this.schema.columns) values[column] ??= null;
      for (const [column, { value }] of cells) values[column] = value;
      live.push(values);
    }
    return live.sort((a, b) => this.compare(a, b));
  }

  compare(a: ModelRow, b: ModelRow): number {
    for (const { column, descending } of this.schema.clustering) {
      const order = compareValues(a[column] ?? "", b[column] ?? "");
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  }

  #row(values: Readonly<Record<string, CqlValue>>): StoredRow {
    const { rows } = this.#partition(this.partitionOf(values));
    const clustering = this.schema.clustering.map(({ column }) => required(values, column));
    const key = JSON.stringify(clustering);
    let row = rows.get(key);
    if (row === undefined) {
      const columns = [...this.schema.partitionKey, ...this.schema.clustering.map(({ column }) => column)];
      row = {
        key: Object.fromEntries(columns.map((column) => [column, required(values, column)])),
        writtenAt: NEVER,
        cells: new Map(),
      };
      rows.set(key, row);
    }
    return row;
  }

  #partition(key: string): Partition {
    const partition = this.#partitions.get(key) ?? { rows: new Map(), deletions: [] };
    this.#partitions.set(key, partition);
    return partition;
  }
}

/** Numbers by size, texts by their bytes. */
export function compareValues(a: CqlValue, b: CqlValue): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return Buffer.compare(Buffer.from(textOf(a)), Buffer.from(textOf(b)));
}

function textOf(value: CqlValue): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function required(values: Readonly<Record<string, CqlValue>>, column: string): Exclude<CqlValue, undefined> {
  const value = values[column];
  if (value === undefined) throw new Error(`The key column ${column} has no value`);
  return value;
}
