import type { Cleaned } from "./cleaning-rules.js";
import { monthNumber } from "./month-names.js";

/**
 * An ISO 8601 calendar date of `2019-09-09`, `September 9, 2019`, `9/25/2021` (month first), `24 July 2005` or `24-Jul-2005`; null for
 * what is none of these or in no calendar.
 */
export function isoDateOf(text: string): string | null {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  if (iso !== null) return calendarDate(iso[1], Number(iso[2]), iso[3]);
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
  if (american !== null) return calendarDate(american[3], Number(american[1]), american[2]);
  const monthFirst = /^([A-Za-z]+)\.? (\d{1,2}), ?(\d{4})$/.exec(text);
  if (monthFirst !== null) return calendarDate(monthFirst[3], monthNumber(monthFirst[1] ?? ""), monthFirst[2]);
  const dayFirst = /^(\d{1,2})[ -]([A-Za-z]+)\.?[ -](\d{4})$/.exec(text);
  return dayFirst === null ? null : calendarDate(dayFirst[3], monthNumber(dayFirst[2] ?? ""), dayFirst[1]);
}

/** The date, or null where there is none. */
export function cleanDate(text: string | null, cleaned: Cleaned): string | null {
  if (text === null) return null;
  const date = isoDateOf(text.trim());
  if (date === null) cleaned("bad-date");
  return date;
}

/** The same for sources that write the first of January when they know the year alone. */
export function cleanReleaseDate(text: string | null, cleaned: Cleaned): string | null {
  const date = cleanDate(text, cleaned);
  if (date?.endsWith("-01-01") !== true) return date;
  cleaned("year-as-date");
  return null;
}

function calendarDate(year = "", month = 0, day = ""): string | null {
  const date = `${year}-${String(month).padStart(2, "0")}-${day.padStart(2, "0")}`;
  const time = Date.parse(`${date}T00:00:00Z`);
  // 2021-02-30 would roll over into March.
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== date ? null : date;
}
