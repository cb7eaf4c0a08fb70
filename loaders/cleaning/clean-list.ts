import type { Cleaned } from "./cleaning-rules.js";
import { cleanText } from "./clean-text.js";

/** The values in their order, each once, without empty places. */
export function cleanList(values: readonly string[], cleaned: Cleaned): string[] {
  const list: string[] = [];
  for (const value of values) {
    const clean = cleanText(value, QUIET);
    if (clean === "") cleaned("empty-value");
    else if (list.includes(clean)) cleaned("repeated-value");
    else list.push(clean);
  }
  return list;
}

/** Around a separator spaces are usual, and no oddity to count. */
const QUIET: Cleaned = () => {};

const SUFFIX = /^(Jr\.?|Sr\.?|II|III|IV|M\.D\.|Ph\.D\.|Esq\.)$/;

/** Names with commas between them: `Sammy Davis, Jr., Somebody` are two people. */
export function cleanNames(text: string | null, cleaned: Cleaned): string[] {
  if (text === null) return [];
  const names: string[] = [];
  for (const part of text.split(",")) {
    const before = names.at(-1);
    if (before !== undefined && SUFFIX.test(part.trim())) {
      cleaned("name-suffix");
      names[names.length - 1] = `${before}, ${part.trim()}`;
    } else names.push(part);
  }
  return cleanList(names, cleaned);
}
