import { GraphQLScalarType } from "graphql";
import { scalarRefusal, unserialisable } from "./scalar-refusal.js";

const ALPHA_2 = /^[A-Z]{2}$/;

/** Two capital letters; whether a country has them is not checked, for catalogues name countries that exist no more. */
export const countryCodeScalar = new GraphQLScalarType<string, string>({
  name: "CountryCode",
  description: "An ISO 3166-1 alpha-2 country code in upper case: IN, US, GB.",
  serialize(value) {
    if (typeof value === "string" && ALPHA_2.test(value)) return value;
    throw unserialisable("CountryCode", value);
  },
  parseValue(value) {
    if (typeof value === "string" && ALPHA_2.test(value)) return value;
    throw scalarRefusal("A CountryCode must be two capital letters (ISO 3166-1 alpha-2) such as IN, US or GB", value);
  },
});
