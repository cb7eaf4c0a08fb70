// What goes into the FTS5 table and how it is asked: both sides fold and split words in the same way.
import { foldText, wordsOf } from "../rules/fold-text.js";

const JOINED = /(?<=[\p{L}\p{N}])['’ʼ.*·-]+(?=[\p{L}\p{N}])/gu;

/** Folded words; those with a sign inside also in one piece, so that "Spider-Man" is found as spider, spiderman and man. */
export function toFtsText(texts: readonly string[]): string {
  return texts.map((text) => [...wordsOf(text), ...joinedWords(text)].join(" ")).join(" ");
}

/** An FTS5 query that needs every word, the last one as a beginning; null when the text has no word. */
export function toFtsQuery(text: string): string | null {
  // Quoted, a word is a word whatever it spells: AND, NEAR, a column's name.
  const words = wordsOf(text).map((word) => `"${word}"`);
  return words.length === 0 ? null : `${words.join(" ")}*`;
}

function joinedWords(text: string): string[] {
  if (text.search(JOINED) === -1) return [];
  const folded = foldText(text);
  return folded.split(/\s+/).flatMap((word) => {
    const joined = word.replace(JOINED, "");
    return joined === word ? [] : wordsOf(joined);
  });
}
