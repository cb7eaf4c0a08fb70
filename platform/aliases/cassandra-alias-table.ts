import { type CqlDatabase, cql, foldedCql, writtenAt } from "../store/cql-database.js";
import { type AliasTable, MAX_ALIASES } from "./alias-table.js";

/** Under this alias stands what an id says of itself. */
const OWN = "";

interface Row {
  alias: string;
  replaced_by: string | null;
}

/**
 * `id text, alias text, replaced_by text, PRIMARY KEY (id, alias)`. Rows of aliases are never taken away: what an alias says of itself
 * counts, so a row that lands late, or is out of date, does no harm.
 */
export function cassandraAliasTable(database: CqlDatabase, table: string): AliasTable {
  const read = cql(`SELECT alias, replaced_by FROM ${table} WHERE id = ? LIMIT ${MAX_ALIASES + 1}`, "text");
  const readOwn = cql(`SELECT alias, replaced_by FROM ${table} WHERE id = ? AND alias = ?`, "text", "text");
  const write = foldedCql(
    `INSERT INTO ${table} (id, alias, replaced_by) VALUES (?, ?, ?) USING TIMESTAMP ?`,
    "text",
    "text",
    "text",
    "bigint",
  );
  return {
    async read(ids) {
      const found = await database.allMany<Row>(
        read,
        ids.map((id) => [id]),
      );
      return found.map((rows) => ({
        replacedBy: rows.find(({ alias }) => alias === OWN)?.replaced_by || null,
        aliases: rows.flatMap(({ alias }) => (alias === OWN ? [] : [alias])).slice(0, MAX_ALIASES),
      }));
    },

    async write(steps) {
      const last = [...new Map(steps.map((step) => [step.id, step])).values()];
      const replaced = new Set(steps.flatMap(({ id, replacedBy }) => (replacedBy === null ? [] : [id])));
      // Most were never replaced, and get no row.
      const asked = last.filter(({ id }) => !replaced.has(id));
      const found = await database.allMany<Row>(
        readOwn,
        asked.map(({ id }) => [id, OWN]),
      );
      asked.forEach(({ id }, index) => {
        if ((found[index] ?? []).length > 0) replaced.add(id);
      });
      const rows = last
        .filter(({ id }) => replaced.has(id))
        .flatMap(({ id, replacedBy, position }) => [
          ...(replacedBy === null ? [] : [[replacedBy, id, "", writtenAt(position)]]),
          [id, OWN, replacedBy ?? "", writtenAt(position)],
        ]);
      await database.write(rows.map((values) => [{ statement: write, values }]));
    },
  };
}
