import {
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  type OperationDefinitionNode,
  separateOperations,
} from "graphql";
import { findPageSizeVariables, type PageSizeVariables } from "./rules/page-sizes.js";

/** What is known of an operation without its variables. */
export interface SelectedOperation {
  /** The operation and the fragments it needs, nothing else. */
  document: DocumentNode;
  operation: OperationDefinitionNode;
  pageSizeVariables: PageSizeVariables;
}

export type SelectOperation = (
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
) => SelectedOperation | undefined;

/** Picks the operation that is to run, and remembers what it found for as long as the document lives. */
export function createOperationSelector(): SelectOperation {
  const selected = new WeakMap<DocumentNode, Map<string, SelectedOperation>>();
  return (schema, document, operationName) => {
    const known = selected.get(document)?.get(operationName ?? "");
    if (known !== undefined) return known;
    const operation = getOperationAST(document, operationName);
    if (!operation) return undefined;
    const own = separateOperations(document)[operation.name?.value ?? ""] ?? document;
    const fresh = { document: own, operation, pageSizeVariables: findPageSizeVariables(schema, own) };
    selected.set(document, (selected.get(document) ?? new Map()).set(operationName ?? "", fresh));
    return fresh;
  };
}

export interface CoercedVariables {
  coerced?: Record<string, unknown>;
  errors: readonly GraphQLError[];
}

/** An operation's variables with defaults filled in and undeclared ones gone, or at most ten errors. */
export function coerceVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  given: unknown,
): CoercedVariables {
  const values = typeof given === "object" && given !== null ? (given as Record<string, unknown>) : {};
  const { coerced, errors = [] } = getVariableValues(schema, operation.variableDefinitions ?? [], values, {
    maxErrors: 10,
  });
  return coerced === undefined ? { errors } : { coerced, errors };
}
