import countries from "i18n-iso-countries";
import { columnPlaces } from "./file-head.js";
import { imdbField, isTitleId } from "./imdb-fields.js";
import type { RowReader } from "./read-batches.js";

export const AKAS_COLUMNS = [
  "titleId",
  "ordering",
  "title",
  "region",
  "language",
  "types",
  "attributes",
  "isOriginalTitle",
] as const;

/** Names under which something was shown or sold. `working`, `alternative`, `festival` and `original` are not. */
const RELEASE_TYPES = new Set(["imdbDisplay", "dvd", "tv", "video"]);
/** Attributes of a version that people could watch. Others tell of a name alone: `literal title`, `informal title`, `promotional title`. */
const RELEASE_ATTRIBUTES =
  /version|^(complete|new|reissue|theatrical|DVD box|video box|video catalogue|cable TV|TV|series|IMAX) title$|director's cut/i;

/**
 * title.akas with the rows of a title together. IMDb documents `region` as "the region for this version of the title": a row that
 * names a version released there makes the title available in that region. A row that only names it otherwise does not.
 */
export function imdbAkas(header: readonly string[]): RowReader<string[]> {
  const at = columnPlaces(header, AKAS_COLUMNS);
  return {
    remembers: true,
    dropsEqualRows: false,
    start: () => {
      let regions = new Set<string>();
      return (row, batch, source) => {
        const id = row[at.titleId];
        const region = imdbField(row[at.region]);
        if (!isTitleId(id)) return batch.reject(source, "BAD_ID", "titleId is not tt and seven digits or more");
        if (region === null) batch.skip("NO_REGION");
        else if (!isCountry(region)) batch.skip("REGION_IS_NO_COUNTRY");
        else if (!isRelease(imdbField(row[at.types]), imdbField(row[at.attributes])))
          batch.skip("NAME_WITHOUT_RELEASE");
        else {
          regions.add(region);
          batch.taken();
        }
        if (!source.last) return;
        if (regions.size > 0) {
          const availableIn = [...regions].sort();
          batch.emit({ type: "title", ref: { source: "imdb", id }, part: "akas", facts: { availableIn }, sameAs: [] });
        }
        regions = new Set();
      };
    },
  };
}

/** IMDb has wider regions (XWW is the world, XEU Europe) and countries that are gone (SUHH, DDDE): neither is one to watch in now. */
function isCountry(region: string): boolean {
  return /^[A-Z]{2}$/.test(region) && countries.isValid(region);
}

/** Several types or attributes stand behind one another with U+0002 between them. */
function isRelease(types: string | null, attributes: string | null): boolean {
  const all = types?.split("\u0002") ?? [];
  if (!all.every((type) => RELEASE_TYPES.has(type))) return false;
  return attributes === null || attributes.split("\u0002").every((attribute) => RELEASE_ATTRIBUTES.test(attribute));
}
