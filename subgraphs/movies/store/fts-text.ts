// What goes into the FTS5 table and how it is asked: both sides fold and split words in the same way.
import { foldText, wordsOf } from "../rules/fold-text.js";

const JOINED = /(?<=[\p{L}\p{N}])['’ʼ.*·-]+(?=[\p{L}\p{N}])/gu;

/** Scripts that write words without spaces: there every sign is a token, and a word is asked for as a phrase. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** More words than this make no query better, and FTS5 refuses some hundreds. */
const MAX_QUERY_WORDS = 32;

/** Folded words; those with a sign inside also in one piece, so that "Spider-Man" is found as spider, spiderman and man. */
export function toFtsText(texts: readonly string[]): string {
  return texts.map((text) => [...wordsOf(text), ...joinedWords(text)].map(toTokens).join(" ")).join(" ");
}

/** The distinct words that a query looks for, in order; those past the 32nd are left out. */
export function queryWords(text: string): string[] {
  const words = wordsOf(text);
  const last = words.at(-1);
  // Of a word that is there twice, the last one stays: the end of the text may be half a word.
  const distinct = last === undefined ? [] : [...new Set(words.filter((word) => word !== last)), last];
  return distinct.length > MAX_QUERY_WORDS ? distinct.slice(0, MAX_QUERY_WORDS) : distinct;
}

/** Needs every word, the last one as a beginning. */
export function everyWord(words: readonly string[]): string {
  return words.map((word, at) => (at === words.length - 1 ? beginning(word) : whole(word))).join(" AND ");
}

// Quoted, a word is a word whatever it spells: AND, NEAR, a column's name.
export function whole(word: string): string {
  return `"${toTokens(word)}"`;
}

export function beginning(word: string): string {
  return `${whole(word)}*`;
}

function toTokens(word: string): string {
  return UNSPACED.test(word) ? Array.from(word).join(" ") : word;
}

function joinedWords(text: string): string[] {
  if (text.search(JOINED) === -1) return [];
  const folded = foldText(text);
  return folded.split(/\s+/).flatMap((word) => {
    const joined = word.replace(JOINED, "");
    return joined === word ? [] : wordsOf(joined);
  });
}
