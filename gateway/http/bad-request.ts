import { GraphQLError } from "graphql";

/** With Apollo Server's word for the HTTP status; without it a refusal would be a 500. */
export function badRequest(error: GraphQLError): GraphQLError {
  return new GraphQLError(error.message, {
    ...(error.nodes === undefined ? {} : { nodes: error.nodes }),
    extensions: { code: "BAD_USER_INPUT", ...error.extensions, http: { status: 400 } },
  });
}
