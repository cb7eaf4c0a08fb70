import type { CatalogueEntry } from "@marquee/schema/events/movie-upserted.js";
import { componentOf } from "./component-of.js";
import { CROWD, joinById, targetsOf } from "./join-by-id.js";
import { type IdComponent, joinByTitle } from "./join-by-title.js";
import { mergeFacts } from "./merge-facts.js";
import type { SaidTitle } from "./said.js";
import type { TitleName } from "./title-name.js";
import type { TitleDecision } from "./title-registry.js";

export interface TitleGroup {
  /** Sorted by source and id. */
  names: TitleName[];
  /** Null where nobody gives it a title: then it is no movie. */
  entry: CatalogueEntry | null;
}

export interface Grouping {
  groups: TitleGroup[];
  decisions: TitleDecision[];
}

/**
 * Which names are one movie each, of everything that was ever said. This is the rule; a registry reaches the same a batch at a time,
 * reading no more than the neighbourhood.
 */
export function groupTitles(said: readonly SaidTitle[]): Grouping {
  const claimants = claimantsIn(said);
  const titles = new Map(said.map((title) => [title.name, title]));
  for (const target of claimants.keys()) {
    if (!titles.has(target)) titles.set(target, { name: target, said: [] });
  }
  const saidOf = (names: readonly TitleName[]) => names.flatMap((name) => titles.get(name) ?? []);
  const components = joinById([...titles.values()], (target) => claimants.get(target) ?? []).map((names) =>
    componentOf(saidOf(names)),
  );

  const families = new Map<string, IdComponent[]>();
  const movies: IdComponent[][] = [];
  for (const component of components) {
    if (component.family === null) movies.push([component]);
    else families.set(component.family, [...(families.get(component.family) ?? []), component]);
  }
  const decisions: TitleDecision[] = [];
  for (const [family, members] of families) {
    const years = [...new Set(members.map(({ year }) => year))].map((year) => {
      const ofYear = members.filter((member) => member.year === year);
      return { year, components: ofYear, crowded: ofYear.length > CROWD };
    });
    const decided = joinByTitle(family, years, members.length);
    movies.push(...decided.movies);
    decisions.push(...decided.decisions);
  }
  return {
    groups: movies.map((parts) => {
      const names = parts.flatMap((part) => part.names);
      return { names: names.sort(), entry: mergeFacts(saidOf(names)) };
    }),
    decisions,
  };
}

function claimantsIn(said: readonly SaidTitle[]): Map<TitleName, TitleName[]> {
  const claimants = new Map<TitleName, TitleName[]>();
  for (const title of said) {
    for (const target of targetsOf(title.said)) {
      claimants.set(target, [...(claimants.get(target) ?? []), title.name]);
    }
  }
  return claimants;
}
