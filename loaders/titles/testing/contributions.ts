import fc from "fast-check";
import type { TitleRecord, TitleRef } from "../../records/load-record.js";
import type { SaidTitle } from "../said.js";
import { titleName } from "../title-name.js";
import { withRecords } from "../with-records.js";

export interface Contribution {
  dataset: string;
  record: TitleRecord;
}

const SOURCES = ["imdb", "wikidata", "netflix", "movielens", "imdb-reviews"];

/**
 * Things said of few titles with few names, so that most of them touch; none replaces another. `space` keeps them apart from those
 * of other runs.
 */
export function contributions(space: string, size: { ids: number; most: number }): fc.Arbitrary<Contribution[]> {
  const ref: fc.Arbitrary<TitleRef> = fc.record({
    source: fc.constantFrom(...SOURCES),
    id: fc.integer({ min: 1, max: size.ids }).map((id) => `${space}-${id}`),
  });
  const facts = fc.record(
    {
      title: fc.constantFrom(`${space} Alpha`, `${space}: ÁLPHA!`, `${space} Beta`),
      releaseYear: fc.constantFrom(1999, 2000),
      kind: fc.constantFrom(
        "MOVIE" as const,
        "MOVIE" as const,
        "SHORT" as const,
        "SERIES" as const,
        "EPISODE" as const,
      ),
      genres: fc.subarray(["Crime", "Drama"], { minLength: 1 }),
    },
    { requiredKeys: [] },
  );
  const record: fc.Arbitrary<TitleRecord> = fc.record({
    type: fc.constant("title" as const),
    ref,
    part: fc.constantFrom("basics", "more"),
    facts,
    sameAs: fc.oneof(
      { weight: 3, arbitrary: fc.constant<TitleRef[]>([]) },
      { weight: 2, arbitrary: fc.array(ref, { minLength: 1, maxLength: 2 }) },
    ),
  });
  return fc.uniqueArray(fc.record({ dataset: fc.constantFrom(`${space}-a`, `${space}-b`), record }), {
    maxLength: size.most,
    selector: ({ dataset, record: { ref: of, part } }) => [dataset, titleName(of), part].join(" "),
  });
}

/** All of it together, as the pure rules take it. */
export function saidIn(all: readonly Contribution[]): SaidTitle[] {
  const rows = new Map();
  for (const { dataset, record } of all) {
    const { changed } = withRecords(dataset, [record], rows);
    for (const [name, said] of changed) rows.set(name, { said });
  }
  return [...rows].map(([name, { said }]) => ({ name, said }));
}
