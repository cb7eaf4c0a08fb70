import { GraphQLScalarType } from "graphql";
import { scalarRefusal, unserialisable } from "./scalar-refusal.js";

/** A string on both sides; whether it is genuine is for the signer to say. */
export const cursorScalar = new GraphQLScalarType<string, string>({
  name: "Cursor",
  description: "A signed position in a list or a feed. Opaque: store it, hand it back, never look inside.",
  serialize(value) {
    if (typeof value === "string" && value !== "") return value;
    throw unserialisable("Cursor", value);
  },
  parseValue(value) {
    if (typeof value === "string") return value;
    throw scalarRefusal("A Cursor must be a string that this API returned", value);
  },
});
