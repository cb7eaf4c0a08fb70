import { CURATED, SAMPLE } from "./said.js";
import { sourceOf, type TitleName } from "./title-name.js";

/** Who is believed before whom; others come behind them. A new movie is called after the first of them that names it. */
export const SOURCES: readonly string[] = [
  CURATED,
  "imdb",
  "wikidata",
  // Wikidata's films, as they ship with Marquee.
  SAMPLE,
  "netflix",
  "movielens",
  "tmdb",
  "imdb-reviews",
  "netflix-top10",
];

/** By source, then by id. */
export function compareNames(a: TitleName, b: TitleName): number {
  const difference = place(a) - place(b);
  if (difference !== 0) return difference;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function place(name: TitleName): number {
  const found = SOURCES.indexOf(sourceOf(name));
  return found === -1 ? SOURCES.length : found;
}
