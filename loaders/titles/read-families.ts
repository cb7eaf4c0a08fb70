import { CROWD } from "./join-by-id.js";
import type { IdComponent, YearOfFamily } from "./join-by-title.js";
import { readComponents } from "./read-neighbourhood.js";
import type { TitleName } from "./title-name.js";
import type { TitleRow, TitleStore } from "./title-store.js";

/** A family as far as a change can have to do with it. */
export interface TouchedFamily {
  family: string;
  years: YearOfFamily[];
  titlesInAll: number;
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
  const buckets = [...families.values()].flatMap((years) => [...years.values()]);
  const found = await store.ofYear(
    buckets.map(({ family, year, gone }) => ({ family, year, limit: CROWD + 1 + gone.size })),
  );
  const stayed = new Map(buckets.map((bucket, index) => [bucket, without(found[index] ?? [], bucket.gone)]));

  const whole = [...families].filter(([, years]) => needsAllYears(years, stayed));
  const limits = whole.map(([family, years]) => ({ family, limit: CROWD + 1 + countGone(years) }));
  const scans = await store.ofFamily(limits);
  const scanned = new Map(whole.map(([family], index) => [family, { rows: scans[index] ?? [], ...limits[index] }]));

  await readComponents(store, rows, [
    ...[...stayed.values()].flat(),
    ...scans.flatMap((scan) => scan.map(({ first }) => first)),
  ]);
  const componentOf = (first: TitleName): IdComponent[] => {
    const component = rows.get(first)?.component;
    return component === null || component === undefined ? [] : [component];
  };
  return [...families].map(([family, years]) => {
    const scan = scanned.get(family);
    const touched = [...years.values()].map((bucket): YearOfFamily => {
      const kept = stayed.get(bucket) ?? [];
      const components = [...kept.flatMap(componentOf), ...bucket.come.values()];
      return { year: bucket.year, components, crowded: components.length > CROWD };
    });
    if (scan === undefined) return { family, years: touched, titlesInAll: 0 };
    const others = scan.rows.filter(({ year }) => !years.has(year));
    const titlesInAll = touched.reduce((sum, { components }) => sum + components.length, others.length);
    // A scan that stops short is of a family that was crowded before: its other years stay what they are.
    if (scan.rows.length >= (scan.limit ?? 0)) return { family, years: touched, titlesInAll: CROWD + 1 };
    const untouched = [...new Set(others.map(({ year }) => year))].map((year): YearOfFamily => {
      const components = others.filter((other) => other.year === year).flatMap(({ first }) => componentOf(first));
      return { year, components, crowded: components.length > CROWD };
    });
    return { family, years: [...touched, ...untouched], titlesInAll };
  });
}

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
