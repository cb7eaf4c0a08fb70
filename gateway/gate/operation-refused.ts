import { GraphQLError } from "graphql";

/** Why an operation does not run: at least one error, each with a code. */
export class OperationRefused extends Error {
  constructor(readonly errors: readonly [GraphQLError, ...GraphQLError[]]) {
    super(errors[0].message);
    this.name = "OperationRefused";
  }
}

/** Throws OperationRefused for what a check throws as a GraphQLError. */
export function orRefuse<Result>(check: () => Result): Result {
  try {
    return check();
  } catch (error) {
    throw error instanceof GraphQLError ? new OperationRefused([error]) : error;
  }
}

/** The same error with this code, where it has none of its own. */
export function coded(error: GraphQLError, code: string): GraphQLError {
  if (error.extensions.code !== undefined) return error;
  return new GraphQLError(error.message, {
    ...(error.nodes === undefined ? {} : { nodes: error.nodes }),
    ...(error.source === undefined ? {} : { source: error.source }),
    ...(error.positions === undefined ? {} : { positions: error.positions }),
    extensions: { ...error.extensions, code },
  });
}
