import { CROWD, targetsOf } from "./join-by-id.js";
import type { Said } from "./said.js";
import type { TitleName } from "./title-name.js";
import type { TitleRow, TitleStore } from "./title-store.js";

/** What is said of some titles from now on, whole. */
export type SaidNow = ReadonlyMap<TitleName, readonly Said[]>;

/** Rows as they were read, and who claims what. */
export interface Neighbourhood {
  /** Null for a name that was looked for and is not known. */
  rows: Map<TitleName, TitleRow | null>;
  /** Of every name that one of them claims, with the changes in it. */
  claimants: Map<TitleName, TitleName[]>;
}

/** Reads the rows that are missing. */
export async function readRows(
  store: Pick<TitleStore, "rows">,
  rows: Map<TitleName, TitleRow | null>,
  names: Iterable<TitleName>,
): Promise<void> {
  const missing = [...new Set(names)].filter((name) => !rows.has(name));
  if (missing.length === 0) return;
  const found = await store.rows(missing);
  missing.forEach((name, index) => {
    rows.set(name, found[index] ?? null);
  });
}

/** The rows of whole components: of every name that stands for the same title as one of these. */
export async function readComponents(
  store: Pick<TitleStore, "rows">,
  rows: Map<TitleName, TitleRow | null>,
  names: readonly TitleName[],
): Promise<void> {
  await readRows(store, rows, names);
  const firsts = names.flatMap((name) => rows.get(name)?.first ?? []);
  await readRows(store, rows, firsts);
  await readRows(
    store,
    rows,
    firsts.flatMap((first) => rows.get(first)?.component?.names ?? []),
  );
}

/**
 * Everything that decides which names stand for one title by their ids, as far as the changes can have to do with it: the titles
 * that are changed, those that they claim or claimed, those that claim the same, and whatever is one with any of them.
 * `rows` holds the rows of the changed titles.
 */
export async function readNeighbourhood(
  store: TitleStore,
  rows: Map<TitleName, TitleRow | null>,
  changed: SaidNow,
): Promise<Neighbourhood> {
  const claimants = new Map<TitleName, TitleName[]>();
  const before = new Map([...changed.keys()].map((name) => [name, targetsOf(rows.get(name)?.said ?? [])]));
  const targets = new Set<TitleName>();
  for (const [name, said] of changed) {
    const [old, now] = [before.get(name) ?? [], targetsOf(said)];
    for (const target of old) if (!now.includes(target)) targets.add(target);
    for (const target of now) if (!old.includes(target)) targets.add(target);
  }
  await readClaimants(store, claimants, targets, changed, before);
  const affected = [...changed.keys(), ...targets, ...[...claimants.values()].flat()];
  await readComponents(store, rows, affected);
  const all = new Set<TitleName>();
  for (const [name, row] of rows) for (const target of targetsOf(changed.get(name) ?? row?.said ?? [])) all.add(target);
  await readClaimants(store, claimants, all, changed, before);
  return { rows, claimants };
}

async function readClaimants(
  store: TitleStore,
  claimants: Map<TitleName, TitleName[]>,
  wanted: ReadonlySet<TitleName>,
  changed: SaidNow,
  before: ReadonlyMap<TitleName, readonly TitleName[]>,
): Promise<void> {
  const targets = [...wanted].filter((target) => !claimants.has(target));
  if (targets.length === 0) return;
  const [added, removed] = [new Map<TitleName, TitleName[]>(), new Map<TitleName, Set<TitleName>>()];
  for (const [name, said] of changed) {
    for (const target of before.get(name) ?? []) removed.set(target, (removed.get(target) ?? new Set()).add(name));
    for (const target of targetsOf(said)) added.set(target, [...(added.get(target) ?? []), name]);
  }
  // One more than a crowd is seen to be one, whatever of it is taken away.
  const asked = targets.map((target) => ({ target, limit: CROWD + 1 + (removed.get(target)?.size ?? 0) }));
  const found = await store.claimants(asked);
  targets.forEach((target, index) => {
    const gone = removed.get(target);
    const kept = (found[index] ?? []).filter((claimant) => gone?.has(claimant) !== true);
    claimants.set(target, [...new Set([...kept, ...(added.get(target) ?? [])])]);
  });
}
