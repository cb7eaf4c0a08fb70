import { cleanText } from "../cleaning/clean-text.js";
import type { Cleaned } from "../cleaning/cleaning-rules.js";

/** Null for `\N`, IMDb's word for nothing, and for an empty field. */
export function imdbField(text: string | undefined): string | null {
  return text === undefined || text === "\\N" || text === "" ? null : text;
}

export function imdbText(text: string | undefined, cleaned: Cleaned): string | null {
  const field = imdbField(text);
  return field === null ? null : cleanText(field, cleaned) || null;
}

export function isTitleId(text: string | undefined): text is string {
  return text !== undefined && /^tt\d{7,9}$/.test(text);
}
