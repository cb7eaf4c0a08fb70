export const MONTH_NAMES: readonly string[] = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** `july`, `jul`, `sept`: the number from 1. */
const NUMBERS = new Map(
  MONTH_NAMES.flatMap((name, place) =>
    [name, name.slice(0, 3), name.slice(0, 4)].map((form) => [form.toLowerCase(), place + 1] as const),
  ),
);

/** 1 to 12 for an English name or its first three or four letters; 0 for anything else. */
export function monthNumber(name: string): number {
  return NUMBERS.get(name.toLowerCase()) ?? 0;
}
