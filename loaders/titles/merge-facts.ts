import type { CatalogueEntry } from "@marquee/schema/events/movie-upserted.js";
import { CATALOGUE, CURATED, type Said, type SaidTitle } from "./said.js";
import { compareNames, SOURCES } from "./source-order.js";
import { isPublicName, sourceOf, type TitleName, titleRef } from "./title-name.js";

type Facts = Said["facts"];

const MAX_KEYWORDS = 200;

/** Who knows best, where it is not the one who stands first in SOURCES. */
const BETTER: Partial<Record<keyof Facts, readonly string[]>> = {
  // IMDb has neither; Netflix writes for viewers.
  contentRating: ["netflix"],
  description: ["netflix"],
  // In the order of billing there; Wikidata's is alphabetical.
  cast: ["imdb", "netflix"],
};

interface Statement {
  name: TitleName;
  said: Said;
  source: string;
}

/**
 * What all that is said of one movie comes to; null where nobody gives it a title. The same for the same statements, whatever
 * their order: what somebody typed in wins, then the better source (source-order.ts), then the lesser name, dataset and part.
 */
export function mergeFacts(titles: readonly SaidTitle[]): CatalogueEntry | null {
  const statements = titles
    .flatMap(({ name, said }) => said.map((one) => ({ name, said: one, source: spokenBy(name, one) })))
    .sort(byWeight);
  const first = <Field extends keyof Facts>(field: Field): Facts[Field] | null =>
    inOrder(statements, field).find(({ said }) => isTold(said.facts[field]))?.said.facts[field] ?? null;
  const title = first("title");
  if (title === null || title === undefined) return null;
  const releaseYear = first("releaseYear") ?? null;
  return {
    title,
    originalTitle: first("originalTitle") ?? null,
    kind: first("kind") ?? "MOVIE",
    releaseYear,
    releaseDate: dateIn(releaseYear, statements),
    runtimeMinutes: first("runtimeMinutes") ?? null,
    genres: union(statements, "genres"),
    countries: first("countries") ?? [],
    availableIn: union(statements, "availableIn").sort(),
    directors: first("directors") ?? [],
    cast: first("cast") ?? [],
    languages: first("languages") ?? [],
    keywords: union(statements, "keywords").sort().slice(0, MAX_KEYWORDS),
    contentRating: first("contentRating") ?? null,
    description: first("description") ?? null,
    externalIds: titles
      .map(({ name }) => name)
      .filter(isPublicName)
      .sort(compareNames)
      .map(titleRef),
  };
}

function spokenBy(name: TitleName, { dataset, part }: Said): string {
  return dataset === CATALOGUE ? part : sourceOf(name);
}

function byWeight(a: Statement, b: Statement): number {
  return (
    weight(a.source) - weight(b.source) ||
    compareNames(a.name, b.name) ||
    compare(a.said.dataset, b.said.dataset) ||
    compare(a.said.part, b.said.part)
  );
}

function weight(source: string): number {
  const place = SOURCES.indexOf(source);
  return place === -1 ? SOURCES.length : place;
}

function inOrder(statements: readonly Statement[], field: keyof Facts): readonly Statement[] {
  const better = BETTER[field];
  if (better === undefined || statements.length === 1) return statements;
  const rank = ({ source }: Statement) => {
    if (source === CURATED) return -1;
    const place = better.indexOf(source);
    return place === -1 ? better.length : place;
  };
  return statements.toSorted((a, b) => rank(a) - rank(b));
}

/** Everyone's together, in the order of who speaks; what somebody typed in stands alone. */
function union(statements: readonly Statement[], field: "genres" | "availableIn" | "keywords"): string[] {
  const curated = statements.find(({ source, said }) => source === CURATED && isTold(said.facts[field]));
  const chosen = curated === undefined ? statements : [curated];
  const seen = new Map<string, string>();
  for (const { said } of chosen) {
    for (const value of said.facts[field] ?? []) {
      if (!seen.has(value.toLowerCase())) seen.set(value.toLowerCase(), value);
    }
  }
  return [...seen.values()];
}

/** The best date that lies in the movie's year: another source's date of another year is that of another release. */
function dateIn(year: number | null, statements: readonly Statement[]): string | null {
  for (const { said } of statements) {
    const date = said.facts.releaseDate;
    if (typeof date === "string" && (year === null || date.startsWith(`${year}-`))) return date;
  }
  return null;
}

function isTold(value: unknown): boolean {
  return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
