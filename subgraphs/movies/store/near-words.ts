import type { SqliteDatabase } from "@marquee/platform/store/sqlite-database.js";
import { endsOf, oneEditApart } from "../rules/one-edit-apart.js";

const MIN_LETTERS = 3;
const MAX_LETTERS = 30;
const MAX_CORRECTED_WORDS = 8;
const MAX_NEAR_WORDS = 24;
const MAX_CANDIDATES = 20_000;

const CANDIDATES = ["head", "tail"]
  .map(
    (end) => `SELECT asked.value ->> 'word' AS asked, w.word FROM json_each(?1) asked
      CROSS JOIN movies_words w ON w.letters = asked.value ->> 'letters' AND w.${end} = asked.value ->> '${end}'`,
  )
  .join(" UNION ")
  .concat(` LIMIT ${MAX_CANDIDATES}`);
const FREQUENCIES = `SELECT v.term AS word, v.doc AS movies
  FROM json_each(?) asked CROSS JOIN movies_vocabulary v ON v.term = asked.value`;

/** Words that a slip of the hand turns into other words; numbers and very short ones mean what they say. */
export function isCorrectable(word: string): boolean {
  const letters = Array.from(word).length;
  return letters >= MIN_LETTERS && letters <= MAX_LETTERS && !/^\p{N}+$/u.test(word);
}

/** A word as `movies_words` holds it: word, letters, head, tail; null where no correctable word is near. */
export function wordRow(word: string): [string, number, string, string] | null {
  const letters = Array.from(word);
  if (letters.length < MIN_LETTERS - 1 || letters.length > MAX_LETTERS + 1) return null;
  const { head, tail } = endsOf(letters);
  return [word, letters.length, head, tail];
}

/**
 * For each of the words, the catalogue's words that are one edit away, itself left out; of many, the 24 that most movies have.
 * Looked up by length and ends, one of which a slip leaves as it was: some hundreds of candidates for a word.
 */
export async function nearWords(
  database: SqliteDatabase,
  words: readonly string[],
): Promise<ReadonlyMap<string, string[]>> {
  const asked = words.filter(isCorrectable).slice(0, MAX_CORRECTED_WORDS);
  if (asked.length === 0) return new Map();
  const ends = asked.flatMap((word) => {
    const letters = Array.from(word);
    const lengths = [letters.length - 1, letters.length, letters.length + 1];
    return lengths.map((length) => ({ word, letters: length, ...endsOf(letters, length) }));
  });
  const candidates = await database.all<{ asked: string; word: string }>(CANDIDATES, [JSON.stringify(ends)]);
  const near = new Map(asked.map((word) => [word, [] as string[]]));
  for (const { asked: word, word: candidate } of candidates) {
    if (candidate !== word && oneEditApart(word, candidate)) near.get(word)?.push(candidate);
  }
  const crowded = [...near].filter(([, others]) => others.length > MAX_NEAR_WORDS);
  if (crowded.length > 0) {
    const unsure = [...new Set(crowded.flatMap(([, others]) => others))];
    const rows = await database.all<{ word: string; movies: number }>(FREQUENCIES, [JSON.stringify(unsure)]);
    const movies = new Map(rows.map((row) => [row.word, row.movies]));
    const byMovies = (one: string, other: string) => (movies.get(other) ?? 0) - (movies.get(one) ?? 0);
    for (const [word, others] of crowded) near.set(word, others.sort(byMovies).slice(0, MAX_NEAR_WORDS));
  }
  return near;
}
