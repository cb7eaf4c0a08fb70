import { GraphQLScalarType } from "graphql";
import { scalarRefusal, unserialisable } from "./scalar-refusal.js";

/** A whole number that JSON and JavaScript carry exactly. */
export const safeIntScalar = new GraphQLScalarType<number, number>({
  name: "SafeInt",
  description: "A whole number up to 2^53 - 1.",
  serialize(value) {
    if (Number.isSafeInteger(value)) return value as number;
    throw unserialisable("SafeInt", value);
  },
  parseValue(value) {
    if (Number.isSafeInteger(value)) return value as number;
    throw scalarRefusal("A SafeInt must be a whole number between -(2^53 - 1) and 2^53 - 1", value);
  },
});
