import type { SqliteDatabase } from "../store/sqlite-database.js";
import { type AliasTable, MAX_ALIASES } from "./alias-table.js";

/** For an owner's migrations: only ids that were ever replaced have a row. */
export function aliasTableSql(table: string): string[] {
  return [
    `CREATE TABLE ${table} (id TEXT PRIMARY KEY, replaced_by TEXT, position INTEGER NOT NULL) WITHOUT ROWID`,
    `CREATE INDEX ${table}_by_replacement ON ${table} (replaced_by, id) WHERE replaced_by IS NOT NULL`,
  ];
}

export function embeddedAliasTable(database: SqliteDatabase, table: string): AliasTable {
  const read = `SELECT id, replaced_by FROM ${table} WHERE id = ?1 AND replaced_by IS NOT NULL UNION ALL
    SELECT * FROM (SELECT id, replaced_by FROM ${table} WHERE replaced_by = ?1 ORDER BY id LIMIT ${MAX_ALIASES})`;
  const replace = `INSERT INTO ${table} (id, replaced_by, position) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET replaced_by = excluded.replaced_by, position = excluded.position
    WHERE excluded.position >= position`;
  const restore = `UPDATE ${table} SET replaced_by = NULL, position = ?2 WHERE id = ?1 AND position <= ?2`;
  return {
    async read(ids) {
      const found = await database.allMany<{ id: string; replaced_by: string }>(
        read,
        ids.map((id) => [id]),
      );
      return ids.map((id, index) => {
        const rows = found[index] ?? [];
        return {
          replacedBy: rows.find((row) => row.id === id)?.replaced_by ?? null,
          aliases: rows.filter((row) => row.id !== id).map((row) => row.id),
        };
      });
    },

    async write(steps) {
      // Of each id the last step alone: one that came and went within them leaves a row, which says so.
      const last = new Map(steps.map((step) => [step.id, step]));
      const replaced = new Set(steps.flatMap(({ id, replacedBy }) => (replacedBy === null ? [] : [id])));
      const written = [...last.values()].filter(({ id }) => replaced.has(id));
      const restored = [...last.values()].filter(({ id }) => !replaced.has(id));
      const statements = [
        { sql: replace, paramSets: written.map(({ id, replacedBy, position }) => [id, replacedBy, position]) },
        { sql: restore, paramSets: restored.map(({ id, position }) => [id, position]) },
      ].filter(({ paramSets }) => paramSets.length > 0);
      if (statements.length > 0) await database.write(statements);
    },
  };
}
