// Reads CREATE TABLE, as far as migrations use it.

/** How a table is served is nothing to the model. */
const CHANGES_OPTIONS = /^ALTER TABLE \w+ WITH /i;

export interface ModelTableSchema {
  readonly name: string;
  readonly columns: readonly string[];
  readonly partitionKey: readonly string[];
  readonly clustering: readonly { column: string; descending: boolean }[];
}

export function readModelSchema(statements: readonly string[]): ModelTableSchema[] {
  return statements.filter((statement) => !CHANGES_OPTIONS.test(statement)).map(readTable);
}

function readTable(statement: string): ModelTableSchema {
  const [, name = "", rest = ""] = /^CREATE TABLE (?:IF NOT EXISTS )?(\w+)\s*\(([\s\S]*)$/i.exec(statement) ?? [];
  if (name === "") throw new Error(`The model of Cassandra does not know: ${statement}`);
  const end = closing(rest);
  const columns: string[] = [];
  let key: [partition: string[], clustering: string[]] = [[], []];
  for (const part of splitAtCommas(rest.slice(0, end))) {
    const primary = /^PRIMARY KEY\s*\(([\s\S]*)\)$/i.exec(part);
    if (primary !== null) {
      key = readKey(primary[1] ?? "");
      continue;
    }
    const column = /^\w+/.exec(part)?.[0] ?? "";
    columns.push(column);
    if (/\bPRIMARY KEY$/i.test(part)) key = [[column], []];
  }
  const order = /CLUSTERING ORDER BY\s*\(([^)]*)\)/i.exec(rest.slice(end))?.[1] ?? "";
  const descending = new Set(splitAtCommas(order).flatMap((part) => /^(\w+) DESC$/i.exec(part)?.[1] ?? []));
  const clustering = key[1].map((column) => ({ column, descending: descending.has(column) }));
  return { name, columns, partitionKey: key[0], clustering };
}

function readKey(text: string): [partition: string[], clustering: string[]] {
  const [first = "", ...clustering] = splitAtCommas(text);
  return [first.startsWith("(") ? splitAtCommas(first.slice(1, -1)) : [first], clustering];
}

function splitAtCommas(text: string): string[] {
  const parts = [""];
  let depth = 0;
  for (const character of text) {
    if ("(<".includes(character)) depth++;
    if (")>".includes(character)) depth--;
    if (character === "," && depth === 0) parts.push("");
    else parts[parts.length - 1] += character;
  }
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}

/** Where the parenthesis ends that was opened before the text. */
function closing(text: string): number {
  let depth = 1;
  for (let index = 0; index < text.length; index++) {
    if (text[index] === "(") depth++;
    if (text[index] === ")" && --depth === 0) return index;
  }
  return text.length;
}
