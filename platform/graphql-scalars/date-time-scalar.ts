import { GraphQLScalarType } from "graphql";
import { isCalendarDate } from "./date-scalar.js";
import { scalarRefusal, unserialisable } from "./scalar-refusal.js";

const RFC_3339 = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** Resolvers return a Date or milliseconds since 1970; arguments arrive as a Date. On the wire: RFC 3339 in UTC. */
export const dateTimeScalar = new GraphQLScalarType<Date, string>({
  name: "DateTime",
  description: "An instant: RFC 3339, always in UTC.",
  serialize(value) {
    const date = toDate(value);
    if (date === undefined || Number.isNaN(date.getTime())) throw unserialisable("DateTime", value);
    return date.toISOString();
  },
  parseValue(value) {
    const match = typeof value === "string" ? RFC_3339.exec(value) : null;
    if (match !== null && isCalendarDate(match[1] ?? "")) return new Date(match[0]);
    throw scalarRefusal("A DateTime must be an RFC 3339 instant such as 2024-05-17T09:30:00Z", value);
  },
});

function toDate(value: unknown): Date | undefined {
  if (value instanceof Date) return value;
  if (typeof value === "number") return new Date(value);
  return typeof value === "string" && RFC_3339.test(value) ? new Date(value) : undefined;
}
