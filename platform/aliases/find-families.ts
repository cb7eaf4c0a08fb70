import { type AliasEntry, type AliasTable, MAX_ALIASES } from "./alias-table.js";

/** All ids of one thing. */
export interface Family {
  /** The one that stands for all. */
  id: string;
  /** It and those that it stands for, itself first; mostly itself alone. */
  members: readonly string[];
}

/** A longer chain of replacements is followed no further. */
const MAX_STEPS = 5;

/** The families of some ids, in their order. One read where nothing was ever replaced; chains take one a step. */
export async function findFamilies(table: Pick<AliasTable, "read">, ids: readonly string[]): Promise<Family[]> {
  const entries = new Map<string, AliasEntry>();
  const read = async (wanted: readonly string[]): Promise<void> => {
    const missing = [...new Set(wanted)].filter((id) => !entries.has(id));
    if (missing.length === 0) return;
    const found = await table.read(missing);
    missing.forEach((id, index) => {
      entries.set(id, found[index] ?? { replacedBy: null, aliases: [] });
    });
  };
  let heads = [...ids];
  for (let step = 0; step < MAX_STEPS; step++) {
    await read(heads);
    const next = heads.map((id) => entries.get(id)?.replacedBy ?? id);
    if (next.every((id, index) => id === heads[index])) break;
    heads = next;
  }
  await read(heads);

  const members = new Map(heads.map((id) => [id, [id]]));
  let frontier = [...members].map(([head]) => ({ head, parent: head }));
  for (let step = 0; step < MAX_STEPS && frontier.length > 0; step++) {
    const claims = frontier.flatMap(({ head, parent }) =>
      (entries.get(parent)?.aliases ?? []).map((alias) => ({ head, parent, alias })),
    );
    await read(claims.map(({ alias }) => alias));
    frontier = claims.flatMap(({ head, parent, alias }) => {
      const family = members.get(head) ?? [];
      const isAlias = entries.get(alias)?.replacedBy === parent && !family.includes(alias);
      if (!isAlias || family.length > MAX_ALIASES) return [];
      family.push(alias);
      return [{ head, parent: alias }];
    });
  }
  return heads.map((id) => {
    const [head = id, ...others] = members.get(id) ?? [];
    return { id: head, members: [head, ...others.sort()] };
  });
}
