import { GraphQLError } from "graphql";
import { AppError } from "./app-error.js";
import { CLIENT_CODES } from "./client-codes.js";

/**
 * What a client may see of an error: an AppError with a client's code passes with its message, everything else becomes
 * INTERNAL_SERVER_ERROR and is handed to `onHidden` to be logged. Path and locations are kept.
 */
export function toGraphQLError(error: GraphQLError, onHidden: (error: unknown) => void): GraphQLError {
  const original = error.originalError;
  const position = {
    ...(error.nodes === undefined ? {} : { nodes: error.nodes }),
    ...(error.path === undefined ? {} : { path: error.path }),
  };
  if (original === undefined || original === null) {
    // Raised by graphql itself (a wrong variable, say), or by us as a GraphQLError with a code of its own.
    const code = error.extensions.code ?? "BAD_USER_INPUT";
    return new GraphQLError(error.message, { ...position, extensions: { ...error.extensions, code } });
  }
  if (original instanceof AppError && CLIENT_CODES.has(original.code)) {
    return new GraphQLError(original.message, { ...position, extensions: { code: original.code } });
  }
  if (original instanceof GraphQLError) {
    return new GraphQLError(original.message, {
      ...position,
      extensions: { code: "BAD_USER_INPUT", ...original.extensions },
    });
  }
  onHidden(original);
  return new GraphQLError("Something went wrong on our side; the request id finds it in the logs.", {
    ...position,
    extensions: { code: "INTERNAL_SERVER_ERROR" },
  });
}
