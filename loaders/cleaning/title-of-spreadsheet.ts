import type { Cleaned } from "./cleaning-rules.js";

const MONTHS = "January February March April May June July August September October November December".split(" ");

/**
 * `22-Jul` as `22 July`, `Oct-01` as `October 1`: titles that a spreadsheet took for dates. The words may have stood the other way round
 * (`9-Feb` was `February 9` once): nobody can tell from the row.
 */
export function titleOfSpreadsheet(title: string, cleaned: Cleaned): string {
  const [, day, dayMonth] = /^(\d{1,2})-([A-Z][a-z]{2})$/.exec(title) ?? [];
  const [, monthDay, late] = /^([A-Z][a-z]{2})-(\d{2})$/.exec(title) ?? [];
  const month = MONTHS.find((name) => name.startsWith(dayMonth ?? monthDay ?? "?"));
  if (month === undefined) return title;
  cleaned("title-was-date");
  return day === undefined ? `${month} ${Number(late)}` : `${Number(day)} ${month}`;
}
