import type { Cleaned } from "./cleaning-rules.js";
import { MONTH_NAMES, monthNumber } from "./month-names.js";

/**
 * `22-Jul` as `22 July`, `Oct-01` as `October 1`: titles that a spreadsheet took for dates. The words may have stood the other way round
 * (`9-Feb` was `February 9` once): nobody can tell from the row.
 */
export function titleOfSpreadsheet(title: string, cleaned: Cleaned): string {
  const [, day, dayMonth] = /^(\d{1,2})-([A-Z][a-z]{2})$/.exec(title) ?? [];
  const [, monthDay, late] = /^([A-Z][a-z]{2})-(\d{2})$/.exec(title) ?? [];
  const month = MONTH_NAMES[monthNumber(dayMonth ?? monthDay ?? "") - 1];
  if (month === undefined) return title;
  cleaned("title-was-date");
  return day === undefined ? `${month} ${Number(late)}` : `${Number(day)} ${month}`;
}
