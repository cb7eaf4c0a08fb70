// The one place that decides what may run: Apollo Server asks it for HTTP, the websocket asks it directly.
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  type OperationDefinitionNode,
  type ParseOptions,
  parse,
  separateOperations,
  specifiedRules,
  type ValidationRule,
  validate,
} from "graphql";
import { LRUCache } from "lru-cache";
import type { GateLimits } from "./gate-limits.js";
import {
  checkPageSizeVariables,
  findPageSizeVariables,
  literalPageSizes,
  type PageSizeVariables,
} from "./rules/page-sizes.js";
import { mayHaveRootConditions, refuseRootConditions } from "./rules/root-conditions.js";
import { sizeLimits } from "./rules/size-limits.js";

export interface GateRequest {
  query: string;
  operationName?: string | null | undefined;
  variables?: Record<string, unknown> | null | undefined;
}

export interface AdmittedOperation {
  /** The operation and the fragments it needs, nothing else. */
  document: DocumentNode;
  operation: OperationDefinitionNode;
  /** Coerced: defaults are filled in, undeclared ones are gone. */
  variables: Record<string, unknown>;
}

export interface OperationGate {
  readonly parseOptions: ParseOptions;
  /** To be used beside graphql-js' own. */
  readonly validationRules: readonly ValidationRule[];
  /** What graphql-js' validation can't be given, of a document's text. Throws a GraphQLError. */
  checkSource(source: unknown): void;
  /** What can only be said of the operation that is to run, with its variables. Throws a GraphQLError. */
  checkOperation(
    schema: GraphQLSchema,
    document: DocumentNode,
    operationName: string | null | undefined,
    variables: unknown,
  ): void;
  /** Everything at once, for whoever has no pipeline of its own. Throws OperationRefused. */
  admit(schema: GraphQLSchema, request: GateRequest): AdmittedOperation;
}

export class OperationRefused extends Error {
  constructor(readonly errors: readonly [GraphQLError, ...GraphQLError[]]) {
    super(errors[0].message);
    this.name = "OperationRefused";
  }
}

/** What is known of an operation without its variables. */
interface Selected {
  document: DocumentNode;
  operation: OperationDefinitionNode;
  pageSizeVariables: PageSizeVariables;
}

export function createOperationGate(limits: GateLimits, maxDocuments = 1_000): OperationGate {
  const parseOptions = { maxTokens: limits.maxTokens };
  const validationRules = [sizeLimits(limits), literalPageSizes(limits.maxPageSize)];
  // By schema, so that a new supergraph validates everything anew.
  const valid = new WeakMap<GraphQLSchema, LRUCache<string, DocumentNode>>();
  const selected = new WeakMap<DocumentNode, Map<string, Selected>>();

  function documentOf(schema: GraphQLSchema, query: string): DocumentNode {
    let documents = valid.get(schema);
    if (documents === undefined) {
      documents = new LRUCache({
        max: maxDocuments,
        maxSize: 16 * 2 ** 20,
        sizeCalculation: (_, text) => text.length + 1,
      });
      valid.set(schema, documents);
    }
    const known = documents.get(query);
    if (known !== undefined) return known;
    const document = parseOrRefuse(query, parseOptions);
    orRefuse(() => refuseRootConditions(document));
    const [first, ...more] = validate(schema, document, [...specifiedRules, ...validationRules]);
    if (first !== undefined) throw new OperationRefused([invalid(first), ...more.map(invalid)]);
    documents.set(query, document);
    return document;
  }

  function select(
    schema: GraphQLSchema,
    document: DocumentNode,
    operationName: string | undefined,
  ): Selected | undefined {
    const known = selected.get(document)?.get(operationName ?? "");
    if (known !== undefined) return known;
    const operation = getOperationAST(document, operationName);
    if (!operation) return undefined;
    const own = separateOperations(document)[operation.name?.value ?? ""] ?? document;
    const fresh = { document: own, operation, pageSizeVariables: findPageSizeVariables(schema, own) };
    selected.set(document, (selected.get(document) ?? new Map()).set(operationName ?? "", fresh));
    return fresh;
  }

  return {
    parseOptions,
    validationRules,
    checkSource(source) {
      if (typeof source !== "string" || !mayHaveRootConditions(source)) return;
      const document = parsed(source, parseOptions);
      if (document !== undefined) refuseRootConditions(document);
    },
    checkOperation(schema, document, operationName, variables) {
      const chosen = select(schema, document, operationName ?? undefined);
      if (chosen === undefined) throw unresolved(operationName);
      if (chosen.pageSizeVariables.size === 0) return;
      const { coerced } = coerce(schema, chosen.operation, variables);
      // What can't be coerced is refused by the executor, with the same words as everywhere.
      if (coerced) checkPageSizeVariables(chosen.pageSizeVariables, coerced, limits.maxPageSize);
    },
    admit(schema, { query, operationName, variables }) {
      const chosen = select(schema, documentOf(schema, query), operationName ?? undefined);
      if (chosen === undefined) throw new OperationRefused([unresolved(operationName)]);
      const { coerced, errors } = coerce(schema, chosen.operation, variables);
      if (coerced === undefined) {
        const [first, ...more] = errors.map((error) => withCode(error, "BAD_USER_INPUT"));
        throw new OperationRefused([first ?? new GraphQLError("The variables are wrong."), ...more]);
      }
      orRefuse(() => checkPageSizeVariables(chosen.pageSizeVariables, coerced, limits.maxPageSize));
      return { document: chosen.document, operation: chosen.operation, variables: coerced };
    },
  };
}

function orRefuse(check: () => void): void {
  try {
    check();
  } catch (error) {
    throw error instanceof GraphQLError ? new OperationRefused([error]) : error;
  }
}

function parseOrRefuse(query: string, options: ParseOptions): DocumentNode {
  try {
    return parse(query, options);
  } catch (error) {
    if (error instanceof GraphQLError) throw new OperationRefused([withCode(error, "GRAPHQL_PARSE_FAILED")]);
    throw error;
  }
}

/** Undefined for what can't be parsed: whoever runs it says so. */
function parsed(source: string, options: ParseOptions): DocumentNode | undefined {
  try {
    return parse(source, options);
  } catch {
    return undefined;
  }
}

function coerce(schema: GraphQLSchema, operation: OperationDefinitionNode, variables: unknown) {
  const given = typeof variables === "object" && variables !== null ? (variables as Record<string, unknown>) : {};
  const { coerced, errors = [] } = getVariableValues(schema, operation.variableDefinitions ?? [], given, {
    maxErrors: 10,
  });
  return { coerced, errors };
}

function invalid(error: GraphQLError): GraphQLError {
  return error.extensions.code === undefined ? withCode(error, "GRAPHQL_VALIDATION_FAILED") : error;
}

function withCode(error: GraphQLError, code: string): GraphQLError {
  return new GraphQLError(error.message, {
    ...(error.nodes === undefined ? {} : { nodes: error.nodes }),
    ...(error.source === undefined ? {} : { source: error.source }),
    ...(error.positions === undefined ? {} : { positions: error.positions }),
    extensions: { ...error.extensions, code },
  });
}

function unresolved(operationName: string | null | undefined): GraphQLError {
  const message = operationName
    ? `The document has no operation named ${JSON.stringify(operationName)}.`
    : "The document has several operations; say which to run in operationName.";
  return new GraphQLError(message, { extensions: { code: "OPERATION_RESOLUTION_FAILURE" } });
}
