import type { Cleaned } from "./cleaning-rules.js";

/** Zero-width characters, soft hyphens and control characters: nobody sees them, and every comparison does. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const INVISIBLE = /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u200b\u2060\ufeff]/g;
/** Anything but single blanks between words. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const ODD = /^\s|\s$|\s\s|[^\S ]|[\u0000-\u001f\u007f-\u009f\u00ad\u200b\u2060\ufeff]/;

/** Words in a row with one space between them. */
export function cleanText(text: string, cleaned: Cleaned): string {
  if (!ODD.test(text)) return text;
  cleaned("odd-space");
  return text.replace(INVISIBLE, "").replace(/\s+/g, " ").trim();
}

const NOTHING = new Set(["not given", "n/a", "unknown", "none", "null", "\\n"]);

/** Null for an empty field, and for what people write into one. */
export function cleanOptional(text: string | undefined, cleaned: Cleaned): string | null {
  if (text === undefined) return null;
  const clean = cleanText(text, cleaned);
  if (clean === "") return null;
  if (!NOTHING.has(clean.toLowerCase())) return clean;
  cleaned("not-given");
  return null;
}

/** At most so many UTF-16 units, and no half of a surrogate pair at the end. */
export function cutText(text: string, maxLength: number, cleaned: Cleaned): string {
  if (text.length <= maxLength) return text;
  cleaned("cut-text");
  const end = text.charCodeAt(maxLength - 1);
  return text.slice(0, end >= 0xd800 && end < 0xdc00 ? maxLength - 1 : maxLength);
}
