import type { NewMessage } from "@marquee/platform/event-log/event-log.js";
import type { CatalogueEntry } from "@marquee/schema/events/movie-upserted.js";
import { componentOf } from "./component-of.js";
import { joinById, targetsOf } from "./join-by-id.js";
import { type IdComponent, joinByTitle } from "./join-by-title.js";
import { mergeFacts } from "./merge-facts.js";
import { nameMovie } from "./name-movies.js";
import { readFamilies } from "./read-families.js";
import { readNeighbourhood, type SaidNow } from "./read-neighbourhood.js";
import type { SaidTitle } from "./said.js";
import type { TitleName } from "./title-name.js";
import type { TitleDecision } from "./title-registry.js";
import type { RegisteredMovie, TitleChanges, TitleRow, TitleStore } from "./title-store.js";

export interface SettleOptions {
  store: TitleStore;
  /** Rows that were read already, those of the changed titles among them. */
  rows: ReadonlyMap<TitleName, TitleRow | null>;
  /** Of each title that changes, everything that is said of it from now on. */
  changed: SaidNow;
  /** Movies that somebody else wrote into the log, as they are there. */
  seen?: ReadonlyMap<TitleName, RegisteredMovie>;
  term: number;
  /** Milliseconds since 1970. */
  now: number;
}

export interface Settled {
  messages: NewMessage[];
  changes: TitleChanges;
  /** Those that were not so before. */
  decisions: TitleDecision[];
  /** Of each changed title, the names that stand for the same title by their ids and of which something is said. */
  saidTogether: Map<TitleName, number>;
}

/** What follows for all movies when something else is said of some titles. Writes nothing. */
export async function settleTitles(options: SettleOptions): Promise<Settled> {
  const { store, changed, seen = new Map(), term, now } = options;
  // Of what is read from here on every title is there with all its names.
  const rows = new Map([...changed.keys()].map((name) => [name, options.rows.get(name) ?? null]));
  const { claimants } = await readNeighbourhood(store, rows, changed);
  const saidOf = (names: readonly TitleName[]): SaidTitle[] =>
    names.map((name) => ({ name, said: changed.get(name) ?? rows.get(name)?.said ?? [] }));

  const before = [...rows.values()].flatMap((row) => row?.component ?? []);
  const entries = new Map<IdComponent, CatalogueEntry | null>();
  const components = joinById(saidOf([...rows.keys()]), (target) => claimants.get(target) ?? []).map((names) => {
    const titles = saidOf(names);
    const entry = mergeFacts(titles);
    const component = componentOf(titles, entry);
    entries.set(component, entry);
    return component;
  });
  const families = await readFamilies(store, rows, before, components);
  const changes = emptyChanges();
  const decided: Decided[] = [];
  const movies: IdComponent[][] = components.filter(({ family }) => family === null).map((one) => [one]);
  for (const { family, years, titlesInAll } of families) {
    const outcome = joinByTitle(family, years, titlesInAll);
    movies.push(...outcome.movies);
    for (const { year, decidable } of years) {
      const decision = outcome.decisions.find(({ releaseYear }) => releaseYear === year) ?? null;
      if (decidable || decision !== null) decided.push({ family, year, decision, decidable });
    }
  }
  const messages = nameAll({ rows, changed, seen, term, now, changes, saidOf, entries }, movies);
  compareComponents(changes, before, components);
  for (const [name, said] of changed) compareSaid(changes, name, rows.get(name)?.said ?? [], said);
  const decisions = await compareDecisions(store, decided);
  changes.decisions = decisions.changed;
  const saidTogether = new Map<TitleName, number>();
  for (const { names } of components) {
    const spoken = saidOf(names).filter(({ said }) => said.length > 0).length;
    for (const name of names) if (changed.has(name)) saidTogether.set(name, spoken);
  }
  return { messages, changes, decisions: decisions.news, saidTogether };
}

interface Decided {
  family: string;
  year: number | null;
  decision: TitleDecision | null;
  /** Whether there can be an earlier one. */
  decidable: boolean;
}

/** What is to be stored, and what of it says anything new: one whose titles have only got more names does not. */
async function compareDecisions(
  store: TitleStore,
  decided: readonly Decided[],
): Promise<{ changed: TitleChanges["decisions"]; news: TitleDecision[] }> {
  const asked = decided.filter(({ decidable }) => decidable);
  const found = await store.decided(asked.map(({ family, year }) => ({ family, year })));
  const earlier = new Map(asked.map((one, index) => [one, found[index] ?? null]));
  const changed = decided.filter((one) => !isSame(one.decision, earlier.get(one) ?? null));
  return {
    changed: changed.map(({ family, year, decision }) => ({ family, year, decision })),
    news: changed.flatMap((one) => {
      const { decision } = one;
      return decision === null || saysTheSame(decision, earlier.get(one) ?? null) ? [] : [decision];
    }),
  };
}

function saysTheSame(now: TitleDecision, earlier: TitleDecision | null): boolean {
  if (earlier?.decision !== now.decision || earlier.titles.length !== now.titles.length) return false;
  return earlier.titles.every((names) => now.titles.some((others) => names.every((name) => others.includes(name))));
}

interface Naming {
  rows: ReadonlyMap<TitleName, TitleRow | null>;
  changed: SaidNow;
  seen: ReadonlyMap<TitleName, RegisteredMovie>;
  term: number;
  now: number;
  changes: TitleChanges;
  saidOf(names: readonly TitleName[]): SaidTitle[];
  /** Of components that were made anew, what is said of them comes to. */
  entries: ReadonlyMap<IdComponent, CatalogueEntry | null>;
}

/** Every row as it is from now on; the messages that say what changed, new movies before those that they replace are retired. */
function nameAll(naming: Naming, movies: readonly IdComponent[][]): NewMessage[] {
  const { rows, changed, seen, term, now, changes, saidOf, entries } = naming;
  const [upserts, retirements]: [NewMessage[], NewMessage[]] = [[], []];
  for (const parts of movies) {
    const names = parts.flatMap((part) => part.names);
    const known = new Map<TitleName, RegisteredMovie>();
    for (const name of names) {
      const movie = seen.get(name) ?? rows.get(name)?.movie;
      if (movie !== undefined && movie !== null) known.set(name, movie);
    }
    const [only] = parts.length === 1 ? parts : [];
    const made = only === undefined ? undefined : entries.get(only);
    const entry = made === undefined ? mergeFacts(saidOf(names)) : made;
    const named = nameMovie(names, entry, known, { term, now });
    upserts.push(...named.upserts);
    retirements.push(...named.retirements);
    for (const component of parts) {
      const [first = ""] = component.names;
      for (const title of saidOf(component.names)) {
        const movie = named.movies.get(title.name) ?? known.get(title.name) ?? null;
        const isNamed = title.said.length > 0 || movie !== null || component.names.length > 1;
        const row: TitleRow | null = isNamed
          ? {
              said: [...title.said],
              first,
              component: title.name === first ? component : null,
              owner: named.owner,
              movie,
            }
          : null;
        const earlier = rows.get(title.name) ?? null;
        if (changed.has(title.name) || !isSame(row, earlier)) changes.rows.push({ name: title.name, row });
      }
    }
  }
  return [...upserts, ...retirements];
}

function compareComponents(changes: TitleChanges, before: readonly IdComponent[], now: readonly IdComponent[]): void {
  const placesOf = (components: readonly IdComponent[]) =>
    new Map(
      components.flatMap(({ names: [first = ""], family, year }) =>
        family === null ? [] : [[JSON.stringify([family, year, first]), { family, year, first }] as const],
      ),
    );
  const [old, current] = [placesOf(before), placesOf(now)];
  for (const [key, place] of old) if (!current.has(key)) changes.families.removed.push(place);
  for (const [key, place] of current) if (!old.has(key)) changes.families.added.push(place);
}

function compareSaid(changes: TitleChanges, name: TitleName, before: SaidTitle["said"], now: SaidTitle["said"]): void {
  const [old, current] = [targetsOf(before), targetsOf(now)];
  const claim = (target: TitleName) => ({ target, claimant: name });
  changes.claims.removed.push(...old.filter((target) => !current.includes(target)).map(claim));
  changes.claims.added.push(...current.filter((target) => !old.includes(target)).map(claim));
  const datasetsOf = (said: SaidTitle["said"]) => [...new Set(said.map(({ dataset }) => dataset))];
  const [spoke, speaks] = [datasetsOf(before), datasetsOf(now)];
  const in_ = (dataset: string) => ({ dataset, name });
  changes.datasets.removed.push(...spoke.filter((dataset) => !speaks.includes(dataset)).map(in_));
  changes.datasets.added.push(...speaks.filter((dataset) => !spoke.includes(dataset)).map(in_));
}

export function emptyChanges(): TitleChanges {
  return {
    rows: [],
    claims: { added: [], removed: [] },
    families: { added: [], removed: [] },
    datasets: { added: [], removed: [] },
    decisions: [],
    followed: new Map(),
  };
}

function isSame(a: object | null, b: object | null): boolean {
  if (a === null || b === null) return a === b;
  return JSON.stringify(a) === JSON.stringify(b);
}
