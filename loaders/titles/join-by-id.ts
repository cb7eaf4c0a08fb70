import type { SaidTitle } from "./said.js";
import { compareNames } from "./source-order.js";
import { sourceOf, type TitleName } from "./title-name.js";

/** So many are looked at of what should be few. */
export const CROWD = 16;

/** Who claims a name as that of their own title; at least `CROWD + 1` where there are more than that. */
export type ClaimantsOf = (target: TitleName) => readonly TitleName[];

/** The names that stand for one title each, by the ids that somebody claims. Every name that is claimed must be among the titles. */
export function joinById(titles: readonly SaidTitle[], claimantsOf: ClaimantsOf): TitleName[][] {
  const parents = new Map(titles.map(({ name }) => [name, name]));
  const find = (name: TitleName): TitleName => {
    let root = name;
    for (let parent = parents.get(root); parent !== undefined && parent !== root; parent = parents.get(root)) {
      const grandparent = parents.get(parent) ?? parent;
      parents.set(root, grandparent);
      root = grandparent;
    }
    return root;
  };
  for (const { name, said } of titles) {
    for (const target of targetsOf(said)) {
      if (counts(name, claimantsOf(target))) parents.set(find(name), find(target));
    }
  }
  const components = new Map<TitleName, TitleName[]>();
  for (const { name } of titles) {
    const root = find(name);
    const names = components.get(root);
    if (names === undefined) components.set(root, [name]);
    else names.push(name);
  }
  return [...components.values()].map((names) => names.sort(compareNames));
}

export function targetsOf(said: SaidTitle["said"]): TitleName[] {
  if (said.length === 1) return said[0]?.sameAs ?? [];
  return [...new Set(said.flatMap(({ sameAs }) => sameAs))];
}

/** An id that two titles of one source claim is wrong in one of them, and nobody knows in which. */
function counts(claimant: TitleName, claimants: readonly TitleName[]): boolean {
  if (claimants.length > CROWD) return false;
  const source = sourceOf(claimant);
  return claimants.every((other) => other === claimant || sourceOf(other) !== source);
}
