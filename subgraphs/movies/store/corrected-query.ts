import { beginning, everyWord, whole } from "./fts-text.js";

const SHORT_WORD_LETTERS = 3;
const MIN_SPLIT_LETTERS = 6;
const MIN_PART_LETTERS = 2;

/**
 * FTS5 queries for a text that may be misspelt, closest first: every word as it is, one edit away, or with a space too many or too few;
 * then the same of the longer words alone, so that a short word, which most slips turn into any other, does not empty the result.
 */
export function correctedQueries(words: readonly string[], near: ReadonlyMap<string, string[]>): string[] {
  const groups = words.map((word, at) => ({ word, match: groupOf(words, at, near) }));
  const all = groups.map(({ match }) => match).join(" AND ");
  const long = groups.filter(({ word }) => Array.from(word).length > SHORT_WORD_LETTERS);
  const queries = [all];
  if (long.length > 0 && long.length < groups.length) queries.push(long.map(({ match }) => match).join(" AND "));
  return queries;
}

/** What the first does not find already. */
export function without(query: string, others: readonly string[]): string {
  return [query, ...others].map((each) => `(${each})`).join(" NOT ");
}

export function inTitles(words: readonly string[]): string {
  return `{title original_title} : (${everyWord(words)})`;
}

function groupOf(words: readonly string[], at: number, near: ReadonlyMap<string, string[]>): string {
  const word = words[at] as string;
  const isLast = at === words.length - 1;
  const [before, after] = [words[at - 1], words[at + 1]];
  const forms = [
    isLast ? beginning(word) : whole(word),
    ...(near.get(word) ?? []).map(whole),
    ...(before === undefined ? [] : [whole(before + word)]),
    ...(after === undefined ? [] : [whole(word + after)]),
    ...splitsOf(word).map(([first, second]) => `"${first} ${second}"`),
  ];
  return `(${forms.join(" OR ")})`;
}

function splitsOf(word: string): [string, string][] {
  const letters = Array.from(word);
  if (letters.length < MIN_SPLIT_LETTERS || letters.length > 30) return [];
  const splits: [string, string][] = [];
  for (let at = MIN_PART_LETTERS; at <= letters.length - MIN_PART_LETTERS; at++) {
    splits.push([letters.slice(0, at).join(""), letters.slice(at).join("")]);
  }
  return splits;
}
