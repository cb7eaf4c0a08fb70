import countries from "i18n-iso-countries";
import { cleanText, cutText } from "../cleaning/clean-text.js";
import { uncounted } from "../cleaning/cleaning-rules.js";
import { columnPlaces } from "./file-head.js";
import { MAX_TITLE } from "./known-facts.js";
import type { RowReader } from "./read-batches.js";

export const TOP10_COLUMNS = ["country_iso2", "week", "category", "weekly_rank", "show_title"] as const;

const KINDS: Readonly<Record<string, "MOVIE" | "SERIES">> = { Films: "MOVIE", TV: "SERIES" };
/** A title's own id, of which there is none in the file, at most so long. */
const MAX_ID = 150;

/** What the rows of one title have in common. */
export function top10Key(header: readonly string[]): (row: readonly string[]) => string {
  const at = columnPlaces(header, TOP10_COLUMNS);
  return (row) => `${row[at.category]} ${foldTitle(row[at.show_title] ?? "")}`;
}

/** All weeks by country, with the rows of a title together: one that was watched in a country is available there. */
export function netflixTop10(header: readonly string[]): RowReader<string[]> {
  const at = columnPlaces(header, TOP10_COLUMNS);
  return {
    remembers: true,
    dropsEqualRows: false,
    start: () => {
      let regions = new Set<string>();
      let name = "";
      return (row, batch, source) => {
        const country = row[at.country_iso2] ?? "";
        const kind = KINDS[row[at.category] ?? ""];
        const title = cutText(cleanText(row[at.show_title] ?? "", batch.cleaned), MAX_TITLE, batch.cleaned);
        if (!/^[A-Z]{2}$/.test(country) || !countries.isValid(country)) {
          batch.reject(source, "BAD_COUNTRY", "country_iso2 is no ISO 3166-1 code");
        } else if (kind === undefined) batch.reject(source, "BAD_TYPE", "category is neither Films nor TV");
        else if (title === "") batch.reject(source, "NO_TITLE", "the title is empty");
        else {
          // The first spelling in the file, where several differ in case or spaces.
          name ||= title;
          regions.add(country);
          batch.taken();
        }
        if (!source.last) return;
        if (kind !== undefined && regions.size > 0) {
          const ref = {
            source: "netflix-top10",
            id: `${kind === "MOVIE" ? "film" : "tv"}:${foldTitle(name).slice(0, MAX_ID)}`,
          };
          const facts = { title: name, kind, availableIn: [...regions].sort() };
          batch.emit({ type: "title", ref, part: "weeks", facts, sameAs: [] });
        }
        regions = new Set();
        name = "";
      };
    },
  };
}

function foldTitle(title: string): string {
  return cleanText(title, uncounted).toLowerCase();
}
