import { CROWD } from "./join-by-id.js";
import type { IdComponent, YearOfFamily } from "./join-by-title.js";
import { readComponents } from "./read-neighbourhood.js";
import type { TitleName } from "./title-name.js";
import type { FamilyMember, TitleRow, TitleStore } from "./title-store.js";

/** A family is read as a whole where it has no more than so many titles, as nearly all have. */
const WHOLE = 4 * CROWD;

/** A family as far as a change can have to do with it. */
export interface TouchedFamily {
  family: string;
  years: TouchedYear[];
  titlesInAll: number;
}

export interface TouchedYear extends YearOfFamily {
  /** Whether anything can have been decided of it before. */
  decidable: boolean;
}

interface Bucket {
  family: string;
  year: number | null;
  /** First names of components that are taken out of it, and of those that come into it. */
  gone: Set<TitleName>;
  come: Map<TitleName, IdComponent>;
}

/**
 * The families that components leave and enter: of each the years that are touched and the titles without a year, and all years where
 * there are such titles. Reads the rows of every component in them.
 */
export async function readFamilies(
  store: TitleStore,
  rows: Map<TitleName, TitleRow | null>,
  before: readonly IdComponent[],
  now: readonly IdComponent[],
): Promise<TouchedFamily[]> {
  const families = bucketsOf(before, now);
  const members = await readMembers(store, families);
  const found = await readBuckets(store, families, members);
  const stayed = new Map([...found].map(([bucket, names]) => [bucket, without(names, bucket.gone)]));
  const needed = [...families].flatMap(([family, years]) => (needsAllYears(years, stayed) ? [family] : []));
  const scanned = new Map(needed.map((family) => [family, members.get(family) ?? NONE]));

  await readComponents(store, rows, [
    ...[...stayed.values()].flat(),
    ...[...scanned.values()].flatMap(({ all }) => all.map(({ first }) => first)),
  ]);
  const componentOf = (first: TitleName): IdComponent[] => {
    const component = rows.get(first)?.component;
    return component === null || component === undefined ? [] : [component];
  };
  return [...families].map(([family, years]) => {
    const scan = scanned.get(family);
    const touched = [...years.values()].map((bucket): TouchedYear => {
      const components = [...(stayed.get(bucket) ?? []).flatMap(componentOf), ...bucket.come.values()];
      const wereThere = found.get(bucket)?.length ?? 0;
      const decidable = wereThere > (bucket.year === null ? 0 : 1);
      return { year: bucket.year, components, crowded: components.length > CROWD, decidable };
    });
    if (scan === undefined) return { family, years: touched, titlesInAll: 0 };
    const others = scan.all.filter(({ year }) => !years.has(year));
    const titlesInAll = touched.reduce((sum, { components }) => sum + components.length, others.length);
    // What stops short is of a family that was crowded before: its other years stay what they are.
    if (!scan.whole) return { family, years: touched, titlesInAll: CROWD + 1 };
    const untouched = [...new Set(others.map(({ year }) => year))].map((year): TouchedYear => {
      const components = others.filter((other) => other.year === year).flatMap(({ first }) => componentOf(first));
      return { year, components, crowded: components.length > CROWD, decidable: true };
    });
    return { family, years: [...touched, ...untouched], titlesInAll };
  });
}

interface Members {
  all: FamilyMember[];
  /** Whether these are all. */
  whole: boolean;
}

const NONE: Members = { all: [], whole: true };

async function readMembers(store: TitleStore, families: Families): Promise<Map<string, Members>> {
  const limit = WHOLE + Math.max(0, ...[...families.values()].map(countGone));
  const found = await store.ofFamilies([...families.keys()], limit);
  return new Map(
    [...families.keys()].map((family, index) => {
      const all = found[index] ?? [];
      return [family, { all, whole: all.length < limit }];
    }),
  );
}

/** Who was in each bucket before; one more than a crowd at least, whatever of it is taken away. */
async function readBuckets(
  store: TitleStore,
  families: Families,
  members: ReadonlyMap<string, Members>,
): Promise<Map<Bucket, TitleName[]>> {
  const found = new Map<Bucket, TitleName[]>();
  const large: Bucket[] = [];
  for (const [family, years] of families) {
    const { all, whole } = members.get(family) ?? NONE;
    for (const bucket of years.values()) {
      const names = all.filter(({ year }) => year === bucket.year).map(({ first }) => first);
      if (whole) found.set(bucket, names.slice(0, limitOf(bucket)));
      else large.push(bucket);
    }
  }
  if (large.length === 0) return found;
  const asked = large.map((bucket) => ({ family: bucket.family, year: bucket.year, limit: limitOf(bucket) }));
  const names = await store.ofYear(asked);
  large.forEach((bucket, index) => {
    found.set(bucket, names[index] ?? []);
  });
  return found;
}

function limitOf({ gone }: Bucket): number {
  return CROWD + 1 + gone.size;
}

type Families = ReadonlyMap<string, ReadonlyMap<number | null, Bucket>>;

function bucketsOf(
  before: readonly IdComponent[],
  now: readonly IdComponent[],
): Map<string, Map<number | null, Bucket>> {
  const families = new Map<string, Map<number | null, Bucket>>();
  const bucketOf = (family: string, year: number | null): Bucket => {
    const years = families.get(family) ?? new Map<number | null, Bucket>();
    families.set(family, years);
    const bucket = years.get(year) ?? { family, year, gone: new Set(), come: new Map() };
    years.set(year, bucket);
    return bucket;
  };
  for (const { names, family, year } of before) {
    if (family !== null) bucketOf(family, year).gone.add(String(names[0]));
  }
  for (const component of now) {
    if (component.family !== null) {
      bucketOf(component.family, component.year).come.set(String(component.names[0]), component);
    }
  }
  for (const family of families.keys()) bucketOf(family, null);
  return families;
}

/** Titles without a year look at all years; so does a year that may have lost or got one of them. */
function needsAllYears(
  years: ReadonlyMap<number | null, Bucket>,
  stayed: ReadonlyMap<Bucket, readonly TitleName[]>,
): boolean {
  const yearless = years.get(null);
  if (yearless === undefined) return false;
  return yearless.gone.size > 0 || yearless.come.size > 0 || (stayed.get(yearless)?.length ?? 0) > 0;
}

function countGone(years: ReadonlyMap<number | null, Bucket>): number {
  return [...years.values()].reduce((sum, { gone }) => sum + gone.size, 0);
}

function without(names: readonly TitleName[], gone: ReadonlySet<TitleName>): TitleName[] {
  return names.filter((name) => !gone.has(name));
}
