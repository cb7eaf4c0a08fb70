import type { RandomGenerator } from "pure-rand/types/RandomGenerator";
import { below, pick } from "../sample/synthetic/draw.js";

const CONSONANTS = ["b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z"] as const;
const VOWELS = ["a", "e", "i", "o", "u"] as const;
const SYLLABLES = 4;

/** The one who is there in every run. */
export const FIXED_NAME = "Simulated viewer";

/**
 * Names of nobody: the fixed one, then "Simulated " and four syllables of a consonant and a vowel, each once. 24 million
 * are possible; the same generator gives the same ones.
 */
export function simulatedNames(random: RandomGenerator, count: number): string[] {
  const names = new Set([FIXED_NAME]);
  while (names.size < count) {
    const syllables = Array.from({ length: SYLLABLES }, () => pick(random, CONSONANTS) + pick(random, VOWELS));
    const [first = "", ...rest] = syllables.join("");
    names.add(`Simulated ${first.toUpperCase()}${rest.join("")}`);
  }
  return [...names].slice(0, count);
}

/** 1 to 10; most are between 5 and 9. */
export function simulatedScore(random: RandomGenerator): number {
  return 1 + Math.max(below(random, 10), below(random, 10));
}
