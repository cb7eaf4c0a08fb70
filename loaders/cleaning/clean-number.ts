import type { Cleaned } from "./cleaning-rules.js";

/** A year from 1870 to 2100, or null. Moving pictures are not older. */
export function cleanYear(text: string | number | null, cleaned: Cleaned): number | null {
  if (text === null || text === "") return null;
  const year = Number(text);
  if (Number.isInteger(year) && year >= 1870 && year <= 2100) return year;
  cleaned("bad-year");
  return null;
}

/** `90` or `90 min` as minutes; null for seasons and what is no number. Nothing known runs longer than ten weeks. */
export function cleanMinutes(text: string | null, cleaned: Cleaned): number | null {
  if (text === null) return null;
  const minutes = Number(/^(\d{1,6})(?:\s*min(?:utes)?\.?)?$/.exec(text)?.[1] ?? 0);
  if (minutes > 0 && minutes <= 100_800) return minutes;
  cleaned(/^\d+ Seasons?$/i.test(text) ? "seasons-for-minutes" : "bad-runtime");
  return null;
}

/** `74 min`, where a content rating should be. */
export function isMinutes(text: string | null): boolean {
  return text !== null && /^\d{1,4} min$/.test(text);
}

/** `1,024` and `1024` as a whole number from 0; null for anything else. */
export function countOf(value: unknown): number | null {
  if (typeof value === "number") return Number.isSafeInteger(value) && value >= 0 ? value : null;
  if (typeof value !== "string" || !/^\d{1,3}(,\d{3})+$|^\d{1,12}$/.test(value.trim())) return null;
  return Number(value.replaceAll(",", ""));
}
