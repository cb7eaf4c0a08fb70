import { familyOf, type IdComponent } from "./join-by-title.js";
import { mergeFacts } from "./merge-facts.js";
import type { SaidTitle } from "./said.js";
import { compareNames } from "./source-order.js";
import { titleKey } from "./title-key.js";

/** How titles that are one by their ids are called, and so what they may be joined with. Episodes are called alike too often. */
export function componentOf(titles: readonly SaidTitle[], entry = mergeFacts(titles)): IdComponent {
  const names = titles.map(({ name }) => name).sort(compareNames);
  const family = entry === null || entry.kind === "EPISODE" ? null : familyOf(entry.kind, titleKey(entry.title));
  return { names, family, year: entry?.releaseYear ?? null };
}
