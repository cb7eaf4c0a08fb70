import { isDeepStrictEqual } from "node:util";
import type { TitleRecord } from "../records/load-record.js";
import type { Said } from "./said.js";
import { type TitleName, titleName } from "./title-name.js";
import type { TitleRow } from "./title-store.js";

/** What is said of the titles that records change, with the records in it; and how many records say what was known. */
export function withRecords(
  dataset: string,
  records: readonly TitleRecord[],
  rows: ReadonlyMap<TitleName, TitleRow | null>,
): { changed: Map<TitleName, Said[]>; unchanged: number } {
  const changed = new Map<TitleName, Said[]>();
  let unchanged = 0;
  for (const record of records) {
    const name = titleName(record.ref);
    const before = changed.get(name) ?? rows.get(name)?.said ?? [];
    const said = saidBy(dataset, name, record);
    const isSame = (other: Said) => other.dataset === dataset && other.part === record.part;
    const known = before.find(isSame);
    if (known !== undefined && isDeepStrictEqual(known, said)) unchanged += 1;
    else changed.set(name, [...before.filter((other) => !isSame(other)), said].sort(byPlace));
  }
  return { changed, unchanged };
}

function saidBy(dataset: string, name: TitleName, { part, facts, sameAs }: TitleRecord): Said {
  const told = Object.entries(facts).filter(
    ([, fact]) => fact !== undefined && fact !== null && !(Array.isArray(fact) && fact.length === 0),
  );
  return {
    dataset,
    part,
    facts: Object.fromEntries(told) as Said["facts"],
    sameAs: [...new Set(sameAs.map(titleName))].filter((other) => other !== name).sort(),
  };
}

function byPlace(a: Said, b: Said): number {
  const [left, right] = [`${a.dataset}\0${a.part}`, `${b.dataset}\0${b.part}`];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
