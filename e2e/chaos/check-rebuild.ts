const SHOWN = 3;

/** replay-gives-the-same-state: what differs between two folds of one log, by table. */
export function checkRebuild(serving: Record<string, string[]>, rebuilt: Record<string, string[]>): string[] {
  return [...new Set([...Object.keys(serving), ...Object.keys(rebuilt)])].flatMap((table) => {
    const [one, other] = [new Set(serving[table]), new Set(rebuilt[table])];
    const missing = [...one].filter((row) => !other.has(row));
    const added = [...other].filter((row) => !one.has(row));
    return [
      ...tell(table, "only in the tables that served", missing),
      ...tell(table, "only in the rebuilt tables", added),
    ];
  });
}

function tell(table: string, where: string, rows: readonly string[]): string[] {
  if (rows.length === 0) return [];
  return [`${table}: ${rows.length} rows ${where}, such as ${rows.slice(0, SHOWN).join(" ")}`];
}
