import { GraphQLScalarType } from "graphql";
import { scalarRefusal, unserialisable } from "./scalar-refusal.js";

/** A string on both sides. */
export const dateScalar = new GraphQLScalarType<string, string>({
  name: "Date",
  description: "An ISO 8601 calendar date, such as 1999-03-31.",
  serialize(value) {
    if (typeof value === "string" && isCalendarDate(value)) return value;
    throw unserialisable("Date", value);
  },
  parseValue(value) {
    if (typeof value === "string" && isCalendarDate(value)) return value;
    throw scalarRefusal("A Date must be a day of the calendar such as 1999-03-31", value);
  },
});

/** Whether it is written YYYY-MM-DD and there is such a day. */
export function isCalendarDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  // Date rolls the 30th of February over into March.
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
