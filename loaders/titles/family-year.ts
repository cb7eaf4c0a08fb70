/** What stands in a key for the year of titles that have none; no year comes before it. */
const NO_YEAR = Number.MIN_SAFE_INTEGER;

export function toKey(year: number | null): number {
  return year ?? NO_YEAR;
}

export function fromKey(key: number): number | null {
  return key === NO_YEAR ? null : key;
}
