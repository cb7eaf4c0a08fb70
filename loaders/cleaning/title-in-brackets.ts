import type { TITLE_KINDS } from "@marquee/schema/events/movie-upserted.js";
import type { Cleaned } from "./cleaning-rules.js";
import { articleFirst } from "./leading-article.js";

export interface ParsedTitle {
  title: string;
  originalTitle: string | null;
  /** The first of them where there are several. */
  releaseYear: number | null;
  /** Null where the text does not say. */
  kind: (typeof TITLE_KINDS)[number] | null;
}

/** `(1999)`, `(2019- )`, `(2006–2007)`, `(TV Series 2019- )`, `(II) (2014)`, `(2009 TV Movie)`, at the end. */
const YEARS =
  /\s*\(\s*(?:[IVXL]+\s+)?([A-Za-z][A-Za-z ]*?)?\s*((?:18|19|20)\d\d)\s*([-–—]\s*(\d{4})?)?\s*([A-Za-z][A-Za-z ]*)?\)$/;
const LAST_BRACKETS = /^(.*\S)\s*\(([^()]*(?:\([^()]*\)[^()]*)*)\)$/;
const ROMAN = /^[IVXL]+$/;
/** Brackets that belong to the title itself. */
const PART_OF_TITLE = /^(part|vol|volume|chapter|episode|season|3-?d|director's cut|\d+)\b/i;

const KINDS: readonly [RegExp, ParsedTitle["kind"]][] = [
  [/episode/i, "EPISODE"],
  [/series/i, "SERIES"],
  [/special/i, "SPECIAL"],
  [/short/i, "SHORT"],
  [/game|music video|podcast/i, "OTHER"],
  [/movie|film|video/i, "MOVIE"],
];

/**
 * Takes `Trial, The (Procès, Le) (1962)` apart as MovieLens writes it. IMDb puts no article behind a comma, and brackets before the year
 * are part of its titles.
 */
export function parseTitle(text: string, cleaned: Cleaned, style: "movielens" | "imdb"): ParsedTitle {
  const { rest, releaseYear, kind } = takeYear(text, cleaned);
  if (style === "imdb") return { title: rest, originalTitle: null, releaseYear, kind };
  const { title, otherName } = takeOtherNames(rest, cleaned);
  const first = articleFirst(title, cleaned);
  const original = otherName === null ? null : articleFirst(otherName, cleaned);
  return { title: first, originalTitle: original === first ? null : original, releaseYear, kind };
}

function takeYear(text: string, cleaned: Cleaned) {
  const found = YEARS.exec(text);
  if (found === null || found.index === 0) return { rest: text, releaseYear: null, kind: null };
  const [, before = "", year, range, , after = ""] = found;
  cleaned("year-in-title");
  if (range !== undefined) cleaned("year-range");
  const words = `${before} ${after}`.trim();
  const named = KINDS.find(([pattern]) => pattern.test(words))?.[1] ?? null;
  if (words !== "") cleaned("kind-in-title");
  const numbered = LAST_BRACKETS.exec(text.slice(0, found.index));
  const rest = numbered !== null && ROMAN.test(numbered[2] ?? "") ? (numbered[1] ?? "") : text.slice(0, found.index);
  // A film has one year: only what goes on has a range of them.
  return { rest, releaseYear: Number(year), kind: named ?? (range === undefined ? null : ("SERIES" as const)) };
}

function takeOtherNames(text: string, cleaned: Cleaned): { title: string; otherName: string | null } {
  let title = text;
  let otherName: string | null = null;
  for (let brackets = LAST_BRACKETS.exec(title); brackets !== null; brackets = LAST_BRACKETS.exec(title)) {
    const [, rest = "", inside = ""] = brackets;
    const name = inside.trim();
    if (PART_OF_TITLE.test(name) || name === "" || /(^|\s)(or|and)$/i.test(rest)) break;
    cleaned("other-name");
    if (!/^a\.?k\.?a\b\.?/i.test(name)) otherName ??= name;
    title = rest;
  }
  return { title, otherName };
}
