import { cleanText } from "./clean-text.js";
import { type Cleaned, uncounted } from "./cleaning-rules.js";

/** The values in their order, each once, without empty places. */
export function cleanList(values: readonly string[], cleaned: Cleaned): string[] {
  const list: string[] = [];
  for (const value of values) {
    // Around a separator spaces are usual, and no oddity to count.
    const clean = cleanText(value, uncounted);
    if (clean === "") cleaned("empty-value");
    else if (list.includes(clean)) cleaned("repeated-value");
    else list.push(clean);
  }
  return list;
}

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
