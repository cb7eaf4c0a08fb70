// The one place that decides what may run: Apollo Server asks it for HTTP, the websocket asks it directly.
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  NoSchemaIntrospectionCustomRule,
  type OperationDefinitionNode,
  type ParseOptions,
  parse,
  specifiedRules,
  type ValidationRule,
  validate,
} from "graphql";
import { LRUCache } from "lru-cache";
import { createDocumentCache } from "./document-store.js";
import type { GateLimits } from "./gate-limits.js";
import { coded, OperationRefused, orRefuse } from "./operation-refused.js";
import { checkPageSizeVariables, literalPageSizes } from "./rules/page-sizes.js";
import { costOf, refuseCostly } from "./rules/query-cost.js";
import { refuseRootConditions } from "./rules/root-conditions.js";
import { refuseOversized } from "./rules/size-limits.js";
import { coerceVariables, createOperationSelector, type SelectedOperation } from "./select-operation.js";

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
  /** See rules/query-cost.ts. */
  cost: number;
}

export interface OperationGate {
  readonly parseOptions: ParseOptions;
  /** To be used beside graphql-js' own. */
  readonly validationRules: readonly ValidationRule[];
  /** What has to be known of a document's text before it is validated. Throws a GraphQLError. */
  checkSource(source: unknown): void;
  /**
   * What can only be said of the operation that is to run, with its variables. Throws a GraphQLError. Undefined where the variables
   * can't be coerced: the executor says so, with the same words as everywhere.
   */
  checkOperation(
    schema: GraphQLSchema,
    document: DocumentNode,
    operationName: string | null | undefined,
    variables: unknown,
  ): AdmittedOperation | undefined;
  /** Everything at once, for whoever has no pipeline of its own. Throws OperationRefused. */
  admit(schema: GraphQLSchema, request: GateRequest): AdmittedOperation;
}

export interface OperationGateOptions {
  limits: GateLimits;
  introspection: boolean;
  /** What may be kept of documents that were seen before. */
  maxCacheBytes: number;
}

export function createOperationGate({ limits, introspection, maxCacheBytes }: OperationGateOptions): OperationGate {
  const parseOptions = { maxTokens: limits.maxTokens };
  const validationRules = [
    literalPageSizes(limits.maxPageSize),
    ...(introspection ? [] : [NoSchemaIntrospectionCustomRule]),
  ];
  const select = createOperationSelector();
  // By schema, so that a new supergraph validates everything anew.
  let valid = { schema: undefined as GraphQLSchema | undefined, documents: createDocumentCache(maxCacheBytes) };
  const passed = new LRUCache<string, true>({
    maxSize: maxCacheBytes / 8,
    sizeCalculation: (_, text) => text.length + 1,
  });

  function documentOf(schema: GraphQLSchema, query: string): DocumentNode {
    if (valid.schema !== schema) valid = { schema, documents: createDocumentCache(maxCacheBytes) };
    const known = valid.documents.get(query);
    if (known !== undefined) return known;
    const document = parseOrRefuse(query, parseOptions);
    orRefuse(() => checkBeforeValidation(document));
    const [first, ...more] = validate(schema, document, [...specifiedRules, ...validationRules]);
    if (first !== undefined) throw new OperationRefused([invalid(first), ...more.map(invalid)]);
    valid.documents.set(query, document);
    return document;
  }

  function checkBeforeValidation(document: DocumentNode): void {
    refuseOversized(document, limits);
    refuseRootConditions(document);
  }

  function checkVariables(
    schema: GraphQLSchema,
    chosen: SelectedOperation,
    variables: Record<string, unknown>,
  ): AdmittedOperation {
    const { document, operation, pageSizeVariables } = chosen;
    checkPageSizeVariables(pageSizeVariables, variables, limits.maxPageSize);
    const cost = costOf(schema, document, operation, variables);
    refuseCostly(cost, limits.maxCost, operation);
    return { document, operation, variables, cost };
  }

  return {
    parseOptions,
    validationRules,
    checkSource(source) {
      if (typeof source !== "string" || passed.has(source)) return;
      const document = parsed(source, parseOptions);
      if (document === undefined) return;
      checkBeforeValidation(document);
      passed.set(source, true);
    },
    checkOperation(schema, document, operationName, variables) {
      const chosen = select(schema, document, operationName ?? undefined);
      if (chosen === undefined) throw unresolved(operationName);
      const { coerced } = coerceVariables(schema, chosen.operation, variables);
      return coerced === undefined ? undefined : checkVariables(schema, chosen, coerced);
    },
    admit(schema, { query, operationName, variables }) {
      const chosen = select(schema, documentOf(schema, query), operationName ?? undefined);
      if (chosen === undefined) throw new OperationRefused([unresolved(operationName)]);
      const { coerced, errors } = coerceVariables(schema, chosen.operation, variables);
      if (coerced === undefined) {
        const [first, ...more] = errors.map((error) => coded(error, "BAD_USER_INPUT"));
        throw new OperationRefused([first ?? new GraphQLError("The variables are wrong."), ...more]);
      }
      return orRefuse(() => checkVariables(schema, chosen, coerced));
    },
  };
}

function parseOrRefuse(query: string, options: ParseOptions): DocumentNode {
  try {
    return parse(query, options);
  } catch (error) {
    if (error instanceof GraphQLError) throw new OperationRefused([coded(error, "GRAPHQL_PARSE_FAILED")]);
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

const invalid = (error: GraphQLError): GraphQLError => coded(error, "GRAPHQL_VALIDATION_FAILED");

function unresolved(operationName: string | null | undefined): GraphQLError {
  const message = operationName
    ? `The document has no operation named ${JSON.stringify(operationName)}.`
    : "The document has several operations; say which to run in operationName.";
  return new GraphQLError(message, { extensions: { code: "OPERATION_RESOLUTION_FAILURE" } });
}
