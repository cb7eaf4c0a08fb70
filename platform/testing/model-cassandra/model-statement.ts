// Reads the statements that adapters use: INSERT, DELETE and SELECT on one table. Anything else throws.

/** A place for a parameter, by number, or a value that stands in the text. */
export type Operand = { parameter: number } | { literal: string | number };

export interface Condition {
  column: string;
  operator: "=" | "<" | "<=" | ">" | ">=" | "IN";
  operand: Operand;
  /** Of a condition on several columns, (a, b) < (?, ?), the next one. */
  next?: Condition;
}

export type ModelStatement =
  | { kind: "insert"; table: string; columns: string[]; operands: Operand[]; timestamp: Operand }
  | { kind: "delete"; table: string; conditions: Condition[]; timestamp: Operand }
  | {
      kind: "select";
      table: string;
      columns: string[];
      conditions: Condition[];
      orderBy: { column: string; descending: boolean } | null;
      limit: Operand | null;
    };

const INSERT = /^INSERT INTO (\w+) \(([^)]*)\) VALUES \(([^)]*)\) USING TIMESTAMP (\S+)$/i;
const DELETE = /^DELETE FROM (\w+) USING TIMESTAMP (\S+) WHERE (.+)$/i;
const SELECT = /^SELECT (.+?) FROM (\w+)(?: WHERE (.+?))?(?: ORDER BY (\w+)(?: (ASC|DESC))?)?(?: LIMIT (\S+))?$/i;

export function readModelStatement(cql: string): ModelStatement {
  const text = cql.replaceAll(/\s+/g, " ").trim();
  let parameters = 0;
  const operand = (token: string): Operand => {
    if (token === "?") return { parameter: parameters++ };
    const quoted = /^'(.*)'$/.exec(token);
    return { literal: quoted === null ? Number(token) : (quoted[1] ?? "") };
  };
  const conditions = (where: string) => where.split(/ AND /i).map((part) => readCondition(part, operand));

  const insert = INSERT.exec(text);
  if (insert !== null) {
    const [, table = "", columns = "", values = "", timestamp = ""] = insert;
    const operands = names(values).map(operand);
    return { kind: "insert", table, columns: names(columns), operands, timestamp: operand(timestamp) };
  }
  const removal = DELETE.exec(text);
  if (removal !== null) {
    const [, table = "", timestamp = "", where = ""] = removal;
    const at = operand(timestamp);
    return { kind: "delete", table, timestamp: at, conditions: conditions(where) };
  }
  const [, columns, table = "", where, orderBy, direction, limit] = SELECT.exec(text) ?? [];
  if (columns === undefined) throw new Error(`The model of Cassandra does not know: ${text}`);
  return {
    kind: "select",
    table,
    columns: names(columns),
    conditions: where === undefined ? [] : conditions(where),
    orderBy: orderBy === undefined ? null : { column: orderBy, descending: direction?.toUpperCase() === "DESC" },
    limit: limit === undefined ? null : operand(limit),
  };
}

function readCondition(part: string, operand: (token: string) => Operand): Condition {
  const [, tuple, comparison = "", values = ""] = /^\(([^)]*)\) (<=|<|>=|>) \(([^)]*)\)$/.exec(part.trim()) ?? [];
  if (tuple !== undefined) {
    const operator = comparison as Condition["operator"];
    const operands = names(values).map(operand);
    const chain = names(tuple).reduceRight<Condition | undefined>((next, column, index) => {
      return { column, operator, operand: operands[index] as Operand, ...(next === undefined ? {} : { next }) };
    }, undefined);
    return chain as Condition;
  }
  const [, column = "", operator = "", token = ""] = /^(\w+) (=|<=|<|>=|>|IN) (\S+)$/i.exec(part.trim()) ?? [];
  if (column === "") throw new Error(`The model of Cassandra does not know the condition: ${part}`);
  return { column, operator: operator.toUpperCase() as Condition["operator"], operand: operand(token) };
}

function names(list: string): string[] {
  return list.split(",").map((name) => name.trim());
}
