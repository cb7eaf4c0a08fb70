import { countryCodeScalar } from "@marquee/platform/graphql-scalars/country-code-scalar.js";
import { cursorScalar } from "@marquee/platform/graphql-scalars/cursor-scalar.js";
import { dateScalar } from "@marquee/platform/graphql-scalars/date-scalar.js";
import { dateTimeScalar } from "@marquee/platform/graphql-scalars/date-time-scalar.js";
import { safeIntScalar } from "@marquee/platform/graphql-scalars/safe-int-scalar.js";
import { GraphQLError, type GraphQLScalarType, type GraphQLSchema, isScalarType, valueFromASTUntyped } from "graphql";

const SCALARS: readonly GraphQLScalarType[] = [
  countryCodeScalar,
  cursorScalar,
  dateScalar,
  dateTimeScalar,
  safeIntScalar,
] as GraphQLScalarType[];

/**
 * Makes a schema refuse what is none of our scalars, in the words of the subgraphs. A supergraph has their names alone, and what a
 * subgraph says of a document that the gateway wrote is hidden from clients. Values pass as they came.
 */
export function checkScalars(schema: GraphQLSchema): void {
  for (const { name, parseValue } of SCALARS) {
    const type = schema.getType(name);
    if (!isScalarType(type)) continue;
    type.parseValue = (value) => {
      parseValue(value);
      return value;
    };
    type.parseLiteral = (node, variables) => {
      const value = valueFromASTUntyped(node, variables);
      try {
        parseValue(value);
      } catch (error) {
        if (!(error instanceof GraphQLError)) throw error;
        throw new GraphQLError(error.message, { nodes: node, extensions: error.extensions });
      }
      return value;
    };
  }
}
