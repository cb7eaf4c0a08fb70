import type { CqlCall, CqlDatabase, CqlMutation, CqlStatement, CqlValue } from "../../store/cql-database.js";
import type { CqlMigrations } from "../../store/migrate-cassandra.js";
import { type Fate, FaultyWrites } from "../faulty-writes.js";
import { readModelSchema } from "./model-schema.js";
import { type Condition, type ModelStatement, type Operand, readModelStatement } from "./model-statement.js";
import { compareValues, type ModelRow, ModelTable } from "./model-table.js";

/**
 * Cassandra in memory, as far as adapters of folded tables use it: writes with timestamps that are settled cell by cell, mutations
 * of one partition each that may fail and land later (`fates`), and reads of one partition that see what has landed.
 */
export class ModelCassandra implements CqlDatabase {
  readonly keyspace = "model";
  readonly #tables: ReadonlyMap<string, ModelTable>;
  readonly #statements = new Map<string, ModelStatement>();
  readonly #writes: FaultyWrites;
  #calls = 0;

  constructor(owners: readonly CqlMigrations[], fates: readonly Fate[] = []) {
    const ddl = owners.flatMap(({ migrations }) => migrations.flatMap(({ statements }) => statements));
    this.#tables = new Map(readModelSchema(ddl).map((schema) => [schema.name, new ModelTable(schema)]));
    this.#writes = new FaultyWrites(fates);
  }

  /** Everything that stands in a table now. */
  rows(table: string): ModelRow[] {
    return this.#table(table).read(null);
  }

  /** Lets every late write land. */
  settle(): void {
    this.#writes.settle();
  }

  async all<Row>(statement: CqlStatement, values: readonly CqlValue[]): Promise<Row[]> {
    this.#writes.tick();
    return this.#select(statement, values, false) as Row[];
  }

  async allMany<Row>(statement: CqlStatement, valueSets: readonly (readonly CqlValue[])[]): Promise<Row[][]> {
    return Promise.all(valueSets.map((values) => this.all<Row>(statement, values)));
  }

  allSerial<Row>(statement: CqlStatement, values: readonly CqlValue[]): Promise<Row[]> {
    return this.all(statement, values);
  }

  /**
   * A lost mutation stops the rest of its call; behind one of unknown outcome the others are still sent. Which come first is nothing
   * to rely on: every other call begins at the end.
   */
  async write(mutations: readonly CqlMutation[]): Promise<void> {
    let failure: { error: unknown } | undefined;
    for (const mutation of this.#calls++ % 2 === 0 ? mutations : mutations.toReversed()) {
      this.#requireOnePartition(mutation);
      let landed = false;
      try {
        this.#writes.write(() => {
          landed = true;
          for (const call of mutation) this.#apply(call);
        });
      } catch (error) {
        failure ??= { error };
        if (!landed && (error as Error).message === "lost") break;
      }
    }
    if (failure !== undefined) throw failure.error;
  }

  async writeIf(): Promise<never> {
    throw new Error("The model of Cassandra has no lightweight transactions");
  }

  async *scan<Row>(statement: CqlStatement, values: readonly CqlValue[]): AsyncGenerator<Row[]> {
    yield this.#select(statement, values, true) as Row[];
  }

  async ping(): Promise<void> {}

  async close(): Promise<void> {}

  #select(statement: CqlStatement, values: readonly CqlValue[], wholeTable: boolean): ModelRow[] {
    const select = this.#statement(statement);
    if (select.kind !== "select") throw new Error(`No read: ${statement.cql}`);
    const table = this.#table(select.table);
    const given = equalities(select.conditions, values);
    const rows = table
      .read(wholeTable && select.conditions.length === 0 ? null : given)
      .filter((row) => select.conditions.every((condition) => holds(condition, row, values)));
    const [first] = table.schema.clustering;
    if (select.orderBy !== null && first !== undefined && select.orderBy.descending !== first.descending)
      rows.reverse();
    const limit = select.limit === null ? rows.length : Number(resolve(select.limit, values));
    const shown = rows.slice(0, limit);
    return shown.map((row) => Object.fromEntries(select.columns.map((column) => [column, row[column] ?? null])));
  }

  #apply({ statement, values }: CqlCall): void {
    const write = this.#statement(statement);
    if (write.kind === "select") throw new Error(`No write: ${statement.cql}`);
    const table = this.#table(write.table);
    const at = Number(resolve(write.timestamp, values));
    if (write.kind === "insert") {
      const row = Object.fromEntries(write.columns.map((column, index) => [column, operandAt(write, index, values)]));
      table.insert(row, at);
    } else {
      const conditions = write.conditions.filter(({ column }) => !table.schema.partitionKey.includes(column));
      table.delete(equalities(write.conditions, values), at, (key) =>
        conditions.every((condition) => holds(condition, key, values)),
      );
    }
  }

  #requireOnePartition(mutation: CqlMutation): void {
    const partitions = new Set(mutation.map((call) => this.#partitionOf(call)));
    if (partitions.size > 1) throw new Error(`A mutation of several partitions: ${[...partitions].join(", ")}`);
  }

  #partitionOf({ statement, values }: CqlCall): string {
    const write = this.#statement(statement);
    const given =
      write.kind === "insert"
        ? Object.fromEntries(write.columns.map((column, index) => [column, operandAt(write, index, values)]))
        : equalities(write.conditions, values);
    return this.#table(write.table).partitionOf(given);
  }

  #statement(statement: CqlStatement): ModelStatement {
    let read = this.#statements.get(statement.cql);
    if (read === undefined) {
      read = readModelStatement(statement.cql);
      this.#statements.set(statement.cql, read);
    }
    return read;
  }

  #table(name: string): ModelTable {
    const table = this.#tables.get(name);
    if (table === undefined) throw new Error(`There is no table ${name}`);
    return table;
  }
}

function operandAt(write: { operands: readonly Operand[] }, index: number, values: readonly CqlValue[]): CqlValue {
  const operand = write.operands[index];
  return operand === undefined ? undefined : resolve(operand, values);
}

function resolve(operand: Operand, values: readonly CqlValue[]): CqlValue {
  return "literal" in operand ? operand.literal : values[operand.parameter];
}

function equalities(conditions: readonly Condition[], values: readonly CqlValue[]): Record<string, CqlValue> {
  const equal = conditions.filter(({ operator }) => operator === "=");
  return Object.fromEntries(equal.map(({ column, operand }) => [column, resolve(operand, values)]));
}

function holds({ column, operator, operand, next }: Condition, row: ModelRow, values: readonly CqlValue[]): boolean {
  const value = resolve(operand, values);
  if (operator === "IN") return (value as readonly CqlValue[]).includes(row[column] ?? undefined);
  const order = compareValues(row[column] ?? undefined, value);
  if (next !== undefined && order === 0) return holds(next, row, values);
  switch (operator) {
    case "=":
      return order === 0;
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
  }
}
