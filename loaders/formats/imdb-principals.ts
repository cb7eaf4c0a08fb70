// title.principals says who took part by number, name.basics who that is.
import { cleanText } from "../cleaning/clean-text.js";
import { groupedRows, isSorted, sortedRows } from "../input/grouped-rows.js";
import type { RowSource, SourceRow } from "../input/source-row.js";
import { imdbField, isTitleId } from "./imdb-fields.js";
import { knownFacts } from "./known-facts.js";
import type { RowReader } from "./read-batches.js";

export const PRINCIPALS_COLUMNS = ["tconst", "ordering", "nconst", "category", "job", "characters"] as const;
export const NAMES_COLUMNS = [
  "nconst",
  "primaryName",
  "birthYear",
  "deathYear",
  "primaryProfession",
  "knownForTitles",
] as const;

const ROLES: Readonly<Record<string, "directors" | "cast">> = {
  director: "directors",
  actor: "cast",
  actress: "cast",
  self: "cast",
};

/** A row of title.principals with its name, or one of name.basics (`title` is null). */
interface Part {
  title: string | null;
  order: number;
  role: "directors" | "cast";
  name: string;
}

/** Files that can be opened anew for each pass. */
export interface PrincipalsFiles {
  principals: () => RowSource<string[]>;
  names: () => RowSource<string[]>;
  /** Whether the names can be read twice: first to see whether they are sorted. */
  namesAgain: boolean;
}

const first = (row: readonly string[]) => row[0] ?? "";

/**
 * The rows of both files: those of name.basics and what is left out of title.principals first, then the parts of each title together.
 * Principals are sorted by person, merged with the names, and sorted by title, each in flat memory. A database of names was turned
 * down: it would be asked once for every part, in no order.
 */
export async function* principalParts(files: PrincipalsFiles): RowSource<Part> {
  const sorted = files.namesAgain && (await isSorted(files.names(), first));
  const names = sorted ? files.names() : sortedRows(files.names(), first);
  const parts = merged(sortedRows(ofRoles(files.principals()), first), names);
  const key = ({ title, order }: Part) => (title === null ? null : `${title} ${String(order).padStart(6, "0")}`);
  yield* groupedRows(sortedRows(parts, key), ({ title }) => title ?? "");
}

/** Directors and cast as person, title, ordering and category: the raw row is not carried through the sorts. */
async function* ofRoles(source: RowSource<string[]>): RowSource<string[]> {
  function* roles(block: Iterable<SourceRow<string[]>>): Iterable<SourceRow<string[]>> {
    for (const row of block) {
      const [title, ordering = "", person = "", category = ""] = row.value ?? [];
      if (row.value === null) yield row;
      else if (!isTitleId(title)) yield bad(row, "BAD_ID", "tconst is not tt and seven digits or more");
      else if (!/^nm\d{7,9}$/.test(person)) yield bad(row, "BAD_ID", "nconst is not nm and seven digits or more");
      else if (!/^\d{1,6}$/.test(ordering)) yield bad(row, "BAD_ORDERING", "ordering is no number");
      else if (!Object.hasOwn(ROLES, category)) yield skipped(row, "NO_DIRECTOR_OR_CAST");
      else yield { ...row, raw: "", value: [person, title, ordering, category] };
    }
  }
  for await (const block of source) yield roles(block);
}

/** Both in order of the person. */
async function* merged(principals: RowSource<string[]>, names: RowSource<string[]>): RowSource<Part> {
  const people = new Cursor(names);
  let used = false;
  for await (const block of principals) {
    const out: SourceRow<Part>[] = [];
    for (const row of block) {
      if (row.value === null) {
        out.push(row as SourceRow<never>);
        continue;
      }
      const [person = "", title = "", ordering = "", category = ""] = row.value;
      for (let name = people.here ?? (await people.next()); name !== null; name = await people.next()) {
        if (name.value !== null && first(name.value) >= person) break;
        out.push(nameRow(name, used));
        used = false;
      }
      const here = people.here?.value ?? null;
      const name = here !== null && first(here) === person ? imdbField(here[1]) : null;
      if (name === null) out.push(skipped(row, "NO_NAME"));
      else {
        used = true;
        out.push({ ...row, value: { title, order: Number(ordering), role: ROLES[category] ?? "cast", name } });
      }
    }
    yield out;
  }
  for (let name = people.here ?? (await people.next()); name !== null; name = await people.next()) {
    yield [nameRow(name, used)];
    used = false;
  }
}

/** Row by row, waiting only where a block ends. */
class Cursor {
  readonly #blocks: AsyncIterator<Iterable<SourceRow<string[]>>>;
  #rows: Iterator<SourceRow<string[]>> = [][Symbol.iterator]();
  here: SourceRow<string[]> | null = null;

  constructor(source: RowSource<string[]>) {
    this.#blocks = source[Symbol.asyncIterator]();
  }

  async next(): Promise<SourceRow<string[]> | null> {
    for (;;) {
      const row = this.#rows.next();
      if (row.done !== true) {
        this.here = row.value;
        return this.here;
      }
      const block = await this.#blocks.next();
      if (block.done === true) {
        this.here = null;
        return null;
      }
      this.#rows = block.value[Symbol.iterator]();
    }
  }
}

function nameRow(row: SourceRow<string[]>, used: boolean): SourceRow<Part> {
  if (row.value === null) return row as SourceRow<never>;
  return used ? { ...row, value: { title: null, order: 0, role: "cast", name: "" } } : skipped(row, "IN_NO_TITLE");
}

function skipped(row: SourceRow<unknown>, skip: string): SourceRow<never> {
  return { ...row, value: null, skip };
}

function bad(row: SourceRow<unknown>, reason: string, detail: string): SourceRow<never> {
  return { ...row, value: null, fault: { reason, detail } };
}

/** The parts of a title as its directors and its cast, each in order of billing. */
export const imdbPrincipals: RowReader<Part> = {
  remembers: true,
  dropsEqualRows: false,
  start: () => {
    const people = { directors: new Set<string>(), cast: new Set<string>() };
    return ({ title, role, name }, batch, source) => {
      if (title === null) return batch.taken();
      people[role].add(cleanText(name, batch.cleaned));
      batch.taken();
      if (!source.last) return;
      const facts = knownFacts({ directors: [...people.directors], cast: [...people.cast] });
      batch.emit({ type: "title", ref: { source: "imdb", id: title }, part: "principals", facts, sameAs: [] });
      people.directors.clear();
      people.cast.clear();
    };
  },
};
