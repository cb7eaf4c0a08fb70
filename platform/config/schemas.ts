// The shapes that many variables share, so that they read the same everywhere.
import { z } from "zod";

/** "a, b,c" as a list of at least one; blanks around entries and empty entries do not count. */
export function commaSeparated<Entry extends z.ZodType<unknown, string>>(entry: Entry) {
  return z
    .string()
    .transform((text) =>
      text
        .split(",")
        .map((part) => part.trim())
        .filter((part) => part !== ""),
    )
    .pipe(z.array(entry).min(1, "expected at least one entry"));
}

/** A whole number in decimal digits: unlike a coerced one, "1e3", "0x10" and " " are refused. */
export function wholeNumber(least: number, most: number) {
  const expected = `expected a whole number from ${least} to ${most}`;
  return z
    .string(expected)
    .regex(/^-?\d{1,15}$/, expected)
    .transform(Number)
    .refine((number) => number >= least && number <= most, expected);
}

/** A port to listen on; 0 lets the system choose one. */
export const port = () => wholeNumber(0, 65_535);
