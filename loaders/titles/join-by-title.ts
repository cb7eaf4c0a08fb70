import { CROWD } from "./join-by-id.js";
import { sourceOf, type TitleName } from "./title-name.js";
import type { TitleDecision } from "./title-registry.js";

/** Names that stand for one title by their ids, and how it is called. */
export interface IdComponent {
  /** Sorted; the first stands for all. */
  names: TitleName[];
  /** The family, one of titles that are called alike; null for what is never joined by title. */
  family: string | null;
  year: number | null;
}

/** Titles that are called alike, of one year or of none. */
export interface YearOfFamily {
  year: number | null;
  /** When there are more than CROWD, any of them. */
  components: readonly IdComponent[];
  crowded: boolean;
}

export interface FamilyDecision {
  /** Which of the components that were given are one movie each. */
  movies: IdComponent[][];
  decisions: TitleDecision[];
}

/**
 * Joins titles of one family. Those of one year are one movie when no source names two of them; those without a year belong to the
 * only movie of that name, whatever its year. In every other case all of them stay apart.
 *
 * @param titlesInAll how many components the family has, all years together; it matters only where some have no year
 */
export function joinByTitle(family: string, years: readonly YearOfFamily[], titlesInAll: number): FamilyDecision {
  const movies: IdComponent[][] = [];
  const decisions: TitleDecision[] = [];
  const decide = (
    decision: TitleDecision["decision"],
    releaseYear: number | null,
    components: readonly IdComponent[],
  ): void => {
    const titles = components.map(({ names }) => names).sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1));
    decisions.push({ decision, title: titleOfFamily(family), releaseYear, titles });
  };
  const apart = (components: readonly IdComponent[]) => components.map((component) => [component]);

  for (const { year, components, crowded } of years) {
    if (year === null) continue;
    if (crowded || !areOfDifferentSources(components)) {
      movies.push(...apart(components));
      if (crowded) decide("AMBIGUOUS", year, []);
      else if (couldJoin(components)) decide("AMBIGUOUS", year, components);
    } else if (components.length > 0) {
      movies.push([...components]);
      if (components.length > 1) decide("JOINED_BY_TITLE", year, components);
    }
  }

  const yearless = years.find(({ year }) => year === null);
  if (yearless === undefined || yearless.components.length === 0) return { movies, decisions };
  if (yearless.crowded || titlesInAll > CROWD) {
    decide("AMBIGUOUS", null, []);
    return { movies: [...movies, ...apart(yearless.components)], decisions };
  }
  const all = [...movies.flat(), ...yearless.components];
  if (movies.length < 2 && areOfDifferentSources(all)) {
    if (all.length > 1) decide("JOINED_BY_TITLE", null, all);
    return { movies: [all], decisions };
  }
  const could = yearless.components.some((one) =>
    all.some((other) => other !== one && areOfDifferentSources([one, other])),
  );
  if (could) decide("AMBIGUOUS", null, all);
  return { movies: [...movies, ...apart(yearless.components)], decisions };
}

const SEPARATOR = "|";

/** Films and series that are called alike have nothing to do with each other, so they are two families. */
export function familyOf(kind: string, key: string): string {
  return `${kind === "SERIES" ? "series" : "film"}${SEPARATOR}${key}`;
}

function titleOfFamily(family: string): string {
  return family.slice(family.indexOf(SEPARATOR) + 1);
}

/** Claimed names count too: two titles with two different IMDb ids are two. */
function areOfDifferentSources(components: readonly IdComponent[]): boolean {
  const seen = new Set<string>();
  for (const { names } of components) {
    const sources = new Set(names.map(sourceOf));
    for (const source of sources) {
      if (seen.has(source)) return false;
      seen.add(source);
    }
  }
  return true;
}

function couldJoin(components: readonly IdComponent[]): boolean {
  return components.some((one, index) =>
    components.slice(index + 1).some((other) => areOfDifferentSources([one, other])),
  );
}
